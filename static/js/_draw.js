// Drawing: every token that the member may have and this browser has not, in one request.
// It runs in a worker; where there is none, in slices between which the page breathes.
import { publicOf, tokenMessage } from "./_acts.js";
import { blind, finalize } from "./_blindrsa.js";
import { fromBase64, toBase64 } from "./_bytes.js";
import { slotSecrets } from "./_seed.js";
import { Distrust, trustedHead, trustedScope } from "./_trust.js";

// As many as the server signs at once.
const MOST = 200;

/** No network, or a server that cannot just now: it is tried again later, and nothing is said. */
export class NotNow extends Error {}

async function asked(path, options) {
  const answer = await fetch(path, { cache: "no-store", ...options }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) throw new NotNow(path);
  return answer;
}

async function askedJson(path, options) {
  const answer = await asked(path, { headers: { Accept: "application/json" }, ...options });
  // A redirect leads to the sign-in: the session ended meanwhile.
  if (!answer.ok || answer.redirected) throw new NotNow(path);
  return answer.json().catch(() => {
    throw new NotNow(path);
  });
}

async function proofOf(from, to) {
  const path = `/api/v1/ledger/consistency?from=${from}&to=${to}`;
  const answer = await asked(path, { credentials: "omit" });
  // A ledger that cannot show its own past has lost it.
  if (!answer.ok) throw new Distrust("rewritten");
  return (await answer.json()).path;
}

/** One slot made ready: what is sent, and what is kept until the answer. */
function prepared(seed, scope, slot) {
  const { nonceSeed, prefix, salt, factor } = slotSecrets(seed, scope, slot);
  const nonce = publicOf(nonceSeed);
  const message = tokenMessage(scope, nonce);
  const { blinded, inverse } = blind(scope.key, message, { prefix, salt, factor });
  return {
    sent: { scope: scope.scope, slot, blinded: toBase64(blinded) },
    nonce: toBase64(nonce),
    finalized: (signature) => finalize(scope.key, message, { prefix, inverse }, signature),
  };
}

async function send(orders, csrf) {
  const answers = [];
  for (let start = 0; start < orders.length; start += MOST) {
    const body = JSON.stringify(orders.slice(start, start + MOST).map(({ sent }) => sent));
    const headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRF-Token": csrf,
    };
    answers.push(...(await askedJson("/me/wallet", { method: "POST", headers, body })));
  }
  return new Map(answers.map((answer) => [`${answer.slot} ${answer.scope}`, answer]));
}

async function readyOrders({ seed, wanted, leaves }, entries, head, { troubles, breathe }) {
  const orders = [];
  for (const { scope: code, slots } of wanted) {
    const [entry, another] = entries.filter((one) => one.code === code);
    // What opened since, or closed, comes with the next asking.
    if (!entry) continue;
    try {
      if (another) throw new Distrust("changed");
      await breathe();
      const scope = trustedScope(entry, head, leaves[code]);
      for (const slot of slots) {
        await breathe();
        orders.push({ about: scope.about, ...prepared(seed, scope, slot) });
      }
    } catch (error) {
      if (!(error instanceof Distrust)) throw error;
      troubles.push({ what: error.what, scope: code });
    }
  }
  return orders;
}

async function finished(orders, answers, { troubles, refused, breathe }) {
  const tokens = [];
  for (const { sent, nonce, about, finalized } of orders) {
    await breathe();
    const { scope, slot } = sent;
    const answer = answers.get(`${slot} ${scope}`);
    if (!answer?.blind_signature) {
      refused.push({ scope, slot, reason: answer?.reason ?? "", said: answer?.refused ?? "" });
      continue;
    }
    try {
      const token = finalized(fromBase64(answer.blind_signature));
      tokens.push({ scope, slot, nonce, token, about });
    } catch {
      troubles.push({ what: "signature", scope });
    }
  }
  return tokens;
}

/** The first use of the curve makes its tables, the longest step of all: a slice of its own. */
async function warmUp(breathe) {
  await breathe();
  publicOf(new Uint8Array(32));
  await breathe();
}

/** Draws `wanted` (`[{ scope, slots }]`) with a seed; gives `{ head, tokens, troubles, refused }`.
 * `seen` is the last head, `leaves` the leaf of each scope as it was seen before. */
export async function draw({ seed, wanted, csrf, seen, leaves }, breathe = async () => {}) {
  const found = { head: seen, tokens: [], troubles: [], refused: [], breathe };
  const { head, scopes } = await askedJson("/api/v1/scopes", { credentials: "omit" });
  if (!head && !seen) return outcomeOf(found);
  try {
    // A ledger that was there and is gone has no past to show.
    if (!head) throw new Distrust("rewritten");
    await warmUp(breathe);
    found.head = await trustedHead(head, seen, proofOf);
    await breathe();
  } catch (error) {
    if (!(error instanceof Distrust)) throw error;
    found.troubles.push({ what: error.what });
    return outcomeOf(found);
  }
  const orders = await readyOrders({ seed, wanted, leaves }, scopes, head, found);
  if (orders.length) found.tokens = await finished(orders, await send(orders, csrf), found);
  return outcomeOf(found);
}

const outcomeOf = ({ head, tokens, troubles, refused }) => ({ head, tokens, troubles, refused });
