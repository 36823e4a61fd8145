// What the wallet checks before it blinds anything: a key that stands in no ledger, or a ledger
// that changed its past, could be made for one member alone.
import { isConsistent, isHeadSigned, isIncluded, leafDigest, ledgerUpTo } from "./_ledger.js";
import { hasSmallFactor } from "./_rsakey.js";
import { readAbout, readScope } from "./_scopes.js";

/** Something that an honest house never does; `what` names the sentence that says so. */
export class Distrust extends Error {
  constructor(what) {
    super(what);
    this.what = what;
  }
}

/** The head, where it is signed as before and its ledger begins with all that was seen before.
 * `proofOf(from, to)` asks for the path between two sizes. */
export async function trustedHead(head, seen, proofOf) {
  if (!isHeadSigned(head, seen?.key ?? head.key)) throw new Distrust("head");
  if (!seen) return head;
  const [first, second] = seen.size <= head.size ? [seen, head] : [head, seen];
  const path = first.size === second.size ? [] : await proofOf(first.size, second.size);
  if (!isConsistent(first, second, path)) throw new Distrust("rewritten");
  // An older head, from a server that lags, does not make us forget the newer one.
  return second;
}

/** A scope whose key may blind: it stands in the ledger under this head, and did before. With it
 * what is kept of it, of which nothing is believed that its leaf does not say. */
export function trustedScope(entry, head, knownLeaf) {
  if (knownLeaf && knownLeaf !== entry.leaf_text) throw new Distrust("changed");
  const digest = leafDigest(entry.leaf_text);
  if (!isIncluded(digest, entry, head)) throw new Distrust("leaf");
  const scope = readOr("key", () => readScope(entry.leaf_text));
  if (scope.scope !== entry.code) throw new Distrust("leaf");
  const about = readOr("leaf", () => readAbout(scope));
  if (hasSmallFactor(scope.key.n)) throw new Distrust("key");
  const ledger = ledgerUpTo(digest, entry, head);
  return { ...scope, about: { ...about, leafText: entry.leaf_text, ledger } };
}

function readOr(what, read) {
  try {
    return read();
  } catch {
    throw new Distrust(what);
  }
}
