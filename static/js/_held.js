// Which rights this browser holds: all that a page must know which signs nothing itself.
import { heldScope, readWallet } from "./_vault.js";

/** What the vault answers; undefined where the browser keeps nothing (it may refuse at once). */
export const orNothing = async (ask) => {
  try {
    return await ask();
  } catch {
    return undefined;
  }
};

/** Whether this browser lets a wallet be kept at all. */
export const mayKeep = async () => (await orNothing(readWallet)) !== undefined;

const recordOf = (code) => orNothing(() => heldScope(code));

/** The slots of a scope of which this browser holds tokens. */
export async function heldSlots(code) {
  const record = await recordOf(code);
  return Object.keys(record?.tokens ?? {}).map(Number);
}

/** The slot whose key has this public half (base64url): null where it is somebody else's. */
export async function heldNonce(code, nonce) {
  const { nonces } = (await recordOf(code)) ?? {};
  const slot = Object.keys(nonces ?? {}).find((one) => nonces[one] === nonce);
  return slot === undefined ? null : Number(slot);
}

/** Shows why a right cannot be used here: `[data-no-storage]`, `[data-no-token]` or neither of
 * these blocks. Gives the one that is shown. */
export async function sayWhatLacks(box, hasRight) {
  const lacks = hasRight ? "" : (await mayKeep()) ? "token" : "storage";
  let shown = null;
  for (const name of ["token", "storage"]) {
    const block = box.querySelector(`[data-no-${name}]`);
    if (!block) continue;
    block.hidden = name !== lacks;
    if (!block.hidden) shown = block;
  }
  return shown;
}
