// The ledger as a phone checks it: leaves, proofs and heads of RFC 9162, by hand.
import { sha256 } from "@noble/hashes/sha2.js";
import { canonical, isSignedBy } from "./_acts.js";
import { fromBase64, fromHex, joined, same, toHex, utf8 } from "./_bytes.js";

const HEAD = utf8("coop-voice/head/v1\0");

const leafHash = (digest) => sha256(joined([0], digest));
const nodeHash = (left, right) => sha256(joined([1], left, right));

/** The digest of a leaf whose canonical text is known: what the ledger holds of it. */
export const leafDigest = (text) => sha256(utf8(text));

/** True where the key that signed is `key` (base64url) and the head says what was signed. */
export function isHeadSigned({ size, root, day, signature }, key) {
  try {
    const signed = joined(HEAD, utf8(canonical({ day, root, size })));
    return isSignedBy(fromBase64(key), signed, fromBase64(signature));
  } catch {
    return false;
  }
}

/** RFC 9162, 2.1.3.2: what a leaf's path leads to (`whole`), and the root of the tree that ended
 * with the leaf (`ended`): what stands left of the way up is all that was there before it. */
function climbed(digest, { position, path }, size) {
  if (!Number.isSafeInteger(position) || position < 0 || position >= size) return null;
  let [place, last] = [position, size - 1];
  let hash = leafHash(digest);
  let ended = hash;
  for (const step of path.map(fromHex)) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(step, hash);
      ended = nodeHash(step, ended);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, step);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? { whole: hash, ended } : null;
}

/** The leaf stands at `position` of a tree with this head. */
export function isIncluded(digest, proof, { size, root }) {
  const found = climbed(digest, proof, size);
  return found !== null && same(found.whole, fromHex(root));
}

/** `{ size, root }` of the ledger as it was when this leaf was its last; its proof must hold. */
export function ledgerUpTo(digest, proof, { size }) {
  return { size: proof.position + 1, root: toHex(climbed(digest, proof, size).ended) };
}

function isPowerOfTwo(number) {
  let rest = number;
  while (rest % 2 === 0) rest /= 2;
  return rest === 1;
}

/** RFC 9162, 2.1.4.2: the second head's tree begins with all that the first one held. */
export function isConsistent(first, second, path) {
  if (first.size === second.size) return first.root === second.root && path.length === 0;
  if (first.size === 0) return path.length === 0;
  if (first.size > second.size || path.length === 0) return false;
  const steps = path.map(fromHex);
  // A whole tree is its own first step.
  if (isPowerOfTwo(first.size)) steps.unshift(fromHex(first.root));
  let [place, last] = [first.size - 1, second.size - 1];
  while (place % 2 === 1) [place, last] = [(place - 1) / 2, Math.floor(last / 2)];
  let [before, after] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [before, after] = [nodeHash(step, before), nodeHash(step, after)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else after = nodeHash(after, step);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  const isWhole = last === 0;
  return isWhole && same(before, fromHex(first.root)) && same(after, fromHex(second.root));
}
