// Checks a whole board and counts it again: the ledger, every token, every signature, the sums.
// The same rules as coop/lib/verifier.py, written a second time on purpose.
import { sha256 } from "@noble/hashes/sha2.js";
import { canonical, digestOf, tokenMessage } from "./_acts.js";
import { verify } from "./_blindrsa.js";
import { fromBase64, joined, toHex, utf8 } from "./_bytes.js";
import { ed25519Verifier, isWeak } from "./_ed25519.js";
import { isHeadSigned, isIncluded, leafDigest } from "./_ledger.js";
import { readScope } from "./_scopes.js";

const FORMAT = "coop-voice/board/v1";
const ACT = utf8("coop-voice/act/v1\0");
const CHOICES = ["yes", "no", "abstain"];
const FIELDS = "choice nonce prefix seq signature token";
const PARTS = "format head receipts result scope";
const RULE = ["roll", "quorum", "majority"];
const SEQ_MOST = 2 ** 31 - 1;

/** One thing that does not hold; its name has a sentence on the page. */
class Fault extends Error {}

function demand(holds, name) {
  if (!holds) throw new Fault(name);
}

const names = (object) => Object.keys(object).sort().join(" ");

/** The outcome under a vote's rule: "adopted", "rejected", "no_quorum" or "void". */
export function outcomeOf({ yes, no, abstain }, { issued, roll, quorum, majority }) {
  const cast = yes + no + abstain;
  if (cast > issued || issued > roll) return "void";
  if (cast === 0 || 100 * cast < quorum * roll) return "no_quorum";
  const won = {
    simple: yes > no,
    absolute: 2 * yes > cast,
    two_thirds: yes > 0 && 3 * yes >= 2 * (yes + no),
  };
  return won[majority] ? "adopted" : "rejected";
}

function leafContent(part, head, kind) {
  demand(names(part) === "leaf path position", "leaf");
  const leaf = JSON.parse(part.leaf);
  demand(canonical(leaf) === part.leaf && leaf.kind === kind, "leaf");
  demand(isIncluded(leafDigest(part.leaf), part, head), "leaf");
  return leaf.content;
}

/** The vote's key and rule, and the result, as the ledger of the board's head keeps them. */
function readPreamble(preamble) {
  demand(names(preamble) === PARTS && preamble.format === FORMAT, "board");
  const { head } = preamble;
  demand(names(head) === "day key root signature size" && isHeadSigned(head, head.key), "head");
  const scope = leafContent(preamble.scope, head, "scope");
  const result = leafContent(preamble.result, head, "result");
  const receipts = leafContent(preamble.receipts, head, "key");
  const vote = readScope(preamble.scope.leaf);
  const descriptor = JSON.parse(scope.descriptor);
  demand(receipts.purpose === "ballot receipts", "board");
  demand(result.scope === vote.scope && descriptor.kind === "vote", "board");
  const rule = Object.fromEntries(RULE.map((name) => [name, descriptor[name]]));
  return { vote, rule, result };
}

function bytes(text, length) {
  const value = fromBase64(text);
  demand(value.length === length, "form");
  return value;
}

async function checkBallot(ballot, vote, verifyEd25519) {
  demand(names(ballot) === FIELDS && CHOICES.includes(ballot.choice), "form");
  const { choice, seq } = ballot;
  demand(Number.isInteger(seq) && seq >= 0 && seq <= SEQ_MOST, "form");
  const nonce = bytes(ballot.nonce, 32);
  const prefix = bytes(ballot.prefix, 32);
  const token = bytes(ballot.token, vote.key.length);
  const signature = bytes(ballot.signature, 64);
  demand(!isWeak(nonce), "weak");
  demand(verify(vote.key, tokenMessage(vote, nonce), prefix, token), "token");
  const said = digestOf({ act: "ballot", choice, seq });
  const signed = joined(ACT, sha256(utf8(vote.descriptor)), said);
  demand(await verifyEd25519(nonce, signed, signature), "signature");
}

async function faultOf(ballot, vote, verifyEd25519) {
  try {
    await checkBallot(ballot, vote, verifyEd25519);
    return null;
  } catch (error) {
    return error instanceof Fault ? error.message : "form";
  }
}

/** Goes through the ballots as they come: `add` one after another, then `result`. */
class Count {
  constructor(vote, verifyEd25519) {
    Object.assign(this, { vote, verifyEd25519, last: "", ballots: 0, bad: [] });
    this.counts = { yes: 0, no: 0, abstain: 0 };
    this.digest = sha256.create();
  }

  async add(ballot) {
    this.ballots += 1;
    this.digest.update(utf8(`${canonical(ballot)}\n`));
    const fault = (await faultOf(ballot, this.vote, this.verifyEd25519)) ?? this.misplaced(ballot);
    if (fault) this.bad.push({ nonce: String(ballot?.nonce), fault });
    else this.counts[ballot.choice] += 1;
  }

  misplaced({ nonce }) {
    const place = toHex(fromBase64(nonce));
    if (place <= this.last) return "order";
    this.last = place;
    return null;
  }
}

/** What the board gives, figure by figure, as the result in the ledger must say it. */
function counted({ vote, rule, result }, { ballots, bad, counts, digest }) {
  const { issued } = result;
  return {
    ...rule,
    ...counts,
    scope: vote.scope,
    board: toHex(digest.digest()),
    ballots,
    invalid: bad.length,
    issued,
    outcome: outcomeOf(counts, { ...rule, issued }),
  };
}

/** Everything that does not hold: `{ holds, faults, bad, counts, ballots, outcome }`.
 * `pages` gives lists of ballots one after another; `progress` hears how many were checked. */
export async function recount(preamble, pages, { progress = () => {}, checkHead } = {}) {
  const faults = [];
  let read;
  try {
    read = readPreamble(preamble);
  } catch (error) {
    faults.push(error instanceof Fault ? error.message : "board");
    return { holds: false, faults, bad: [], counts: null, ballots: 0, outcome: "" };
  }
  // What is thrown without a name is the network's fault, and no verdict.
  await checkHead?.(preamble.head).catch((error) => {
    if (!error.what) throw error;
    faults.push(error.what);
  });
  const count = new Count(read.vote, await ed25519Verifier());
  for await (const page of pages) {
    for (const ballot of page) await count.add(ballot);
    progress(count.ballots);
  }
  const found = counted(read, count);
  if (canonical(found) !== canonical(read.result)) faults.push("result");
  if (found.ballots > found.issued || found.issued > found.roll) faults.push("bounds");
  const { bad, counts } = count;
  const holds = faults.length === 0 && bad.length === 0;
  return { holds, faults, bad, counts, ballots: found.ballots, outcome: found.outcome };
}
