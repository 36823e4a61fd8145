// What this browser's wallet lacks of the seat's rights, and how it gets it, unnoticed.
import { forgetOld, heldScopes, keep, keepTokens, makeSeed, readWallet } from "./_vault.js";

const REFUSED_FOR_GOOD = "DrawnOtherwise";

async function rightsOfSeat() {
  const options = { cache: "no-store", redirect: "error", headers: { Accept: "application/json" } };
  const answer = await fetch("/me/wallet/rights", options).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/** The slots that are the seat's and not in this browser, but for those refused for good. */
function missing(scopes, held, refused) {
  return scopes
    .map(({ scope, slots }) => {
      const isWanted = (slot) =>
        !held[scope]?.tokens[slot] && !refused.includes(`${slot} ${scope}`);
      return { scope, slots: Array.from({ length: slots }, (_, slot) => slot).filter(isWanted) };
    })
    .filter(({ slots }) => slots.length);
}

function inWorker(address, order) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(address);
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(order);
  });
}

async function drawn({ worker, slices }, order) {
  if (window.Worker) {
    const answer = await inWorker(worker, order).catch(() => null);
    if (answer) return answer.outcome ?? null;
  }
  const { drawInSlices } = await import(slices);
  return drawInSlices(order).catch(() => null);
}

async function note({ head, tokens, troubles, refused }, seed, before) {
  await keepTokens(seed, tokens);
  const forGood = refused.filter(({ reason }) => reason === REFUSED_FOR_GOOD);
  const places = forGood.map(({ scope, slot }) => `${slot} ${scope}`);
  await keep("refused", [...before, ...places]);
  await keep("troubles", troubles);
  if (head) await keep("head", head);
}

/** Draws what is missing; gives the state in one word: "other" (the wallet is of
 * another seat), "elsewhere" (another wallet has drawn), "stopped", "later", "none" or "ready". */
export async function drawMissing(addresses, { startAfresh = false } = {}) {
  const rights = await rightsOfSeat();
  if (!rights) return "later";
  const wallet = await readWallet();
  if (wallet.mark && wallet.mark !== rights.mark) return "other";
  const held = await heldScopes();
  const isDrawn = rights.scopes.some(({ issued }) => issued.length);
  // A second wallet for one seat would get what the first one has not drawn yet, and no more.
  if (!wallet.seed && isDrawn && !startAfresh) return "elsewhere";
  const wanted = missing(rights.scopes, held, wallet.refused);
  if (!wanted.length) return stateOf(await readWallet(), held);
  const seed = wallet.seed ?? (await makeSeed());
  await keep("mark", rights.mark);
  const leaves = Object.entries(held).map(([code, { leafText }]) => [code, leafText]);
  const order = { seed, wanted, csrf: rights.csrf, seen: wallet.head };
  const found = await drawn(addresses, { ...order, leaves: Object.fromEntries(leaves) });
  if (!found) return "later";
  await note(found, seed, wallet.refused);
  if (found.tokens.length) document.dispatchEvent(new CustomEvent("rights-issued"));
  if (found.head) await forgetOld(held, found.head.day);
  return stateOf(await readWallet(), await heldScopes());
}

function stateOf({ refused, troubles }, held) {
  if (troubles.length) return "stopped";
  if (refused.length) return "elsewhere";
  return Object.keys(held).length ? "ready" : "none";
}
