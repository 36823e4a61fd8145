// What the wallet keeps in this browser, in IndexedDB: the seed, the tokens, the last head seen.
// Each change reads and writes in one transaction, so that two tabs never undo one another.
import {
  clear,
  createStore,
  delMany,
  entries,
  get,
  getMany,
  set,
  setMany,
  update,
} from "idb-keyval";
import { same } from "./_bytes.js";

const store = createStore("wallet", "kept");
const SCOPE = "scope:";
const USES = "uses:";
// After a year no petition that a token began is still on its way.
const KEPT_DAYS = 400;

/** What is known of the wallet as a whole: its seed, whether its member has saved that, the mark
 * of the seat it belongs to, the last head seen, what was refused, what was found wrong. */
export async function readWallet() {
  const names = ["seed", "mark", "isSaved", "head", "refused", "troubles"];
  const [seed, mark, isSaved, head, refused, troubles] = await getMany(names, store);
  return { seed, mark, isSaved, head, refused: refused ?? [], troubles: troubles ?? [] };
}

/** The seed of this browser, made now where there is none; two tabs get the same. */
export async function makeSeed() {
  const made = crypto.getRandomValues(new Uint8Array(16));
  await update("seed", (seed) => seed ?? made, store);
  return get("seed", store);
}

/** Another seed takes the place of this one: its tokens are drawn anew. */
export async function replaceSeed(seed) {
  const { head } = await readWallet();
  await clear(store);
  // The ledger's past is the same whoever reads it: what was seen of it is not forgotten.
  const kept = [["seed", seed], ["isSaved", true], ...(head ? [["head", head]] : [])];
  await setMany(kept, store);
}

/** Everything of the wallet goes. */
export const wipe = () => clear(store);

export const keep = (name, value) => set(name, value, store);

export const kept = (name) => get(name, store);

/** Keeps something that goes with the wallet: nothing where another tab has wiped it meanwhile. */
export function keepBeside(name, value) {
  return store("readwrite", (all) => {
    all.get("seed").onsuccess = ({ target }) => {
      if (target.result) all.put(value, name);
    };
  });
}

/** `{ code: record }` of every scope of which tokens are kept. */
export async function heldScopes() {
  const kept = (await entries(store)).filter(([name]) => name.startsWith(SCOPE));
  return Object.fromEntries(kept.map(([name, record]) => [name.slice(SCOPE.length), record]));
}

export const heldScope = (code) => get(SCOPE + code, store);

/** Keeps drawn tokens (`[{ scope, slot, nonce, token, about }]`), all or none, and none that another
 * seed than the one kept now has made: the wallet may have been wiped or replaced meanwhile. */
export function keepTokens(seed, drawn) {
  return store("readwrite", (kept) => {
    kept.get("seed").onsuccess = ({ target }) => {
      if (target.result && same(target.result, seed)) putTokens(kept, drawn);
    };
    return new Promise((resolve, reject) => {
      kept.transaction.oncomplete = resolve;
      kept.transaction.onabort = () => reject(kept.transaction.error);
    });
  });
}

function putTokens(kept, drawn) {
  const byScope = new Map();
  for (const { scope, slot, nonce, token, about } of drawn) {
    const record = byScope.get(scope) ?? { ...about, tokens: {}, nonces: {} };
    record.tokens[slot] = token;
    record.nonces[slot] = nonce;
    byScope.set(scope, record);
  }
  for (const [scope, record] of byScope)
    kept.get(SCOPE + scope).onsuccess = ({ target }) => {
      const tokens = { ...target.result?.tokens, ...record.tokens };
      const nonces = { ...target.result?.nonces, ...record.nonces };
      kept.put({ ...record, tokens, nonces }, SCOPE + scope);
    };
}

/** Forgets scopes that had closed long before a day of the ledger: a phone's own clock may err. */
export async function forgetOld(held, today) {
  const past = Date.parse(today) - KEPT_DAYS * 86_400_000;
  const old = Object.keys(held).filter((code) => Date.parse(held[code].closes_on) < past);
  await delMany(
    old.flatMap((code) => [SCOPE + code, USES + code]),
    store,
  );
}

/** Notes the one use of a right that has one slot. */
export const noteUsed = (code) => set(USES + code, [{ slot: 0, use: "" }], store);

/** Whether this browser noted a use of a right. */
export const wasUsed = async (code) => (await get(USES + code, store)) !== undefined;

/** The slot for a use (a text): the one that was used for the same, else one not used yet, else
 * the one used longest ago. It is noted as used. */
export async function slotFor(code, slots, use) {
  let chosen;
  await update(
    USES + code,
    (noted) => {
      const uses = noted ?? [];
      const again = uses.find((one) => one.use === use);
      const fresh = slots.find((slot) => uses.every((one) => one.slot !== slot));
      chosen = again?.slot ?? fresh ?? uses[0].slot;
      return [...uses.filter((one) => one.slot !== chosen), { slot: chosen, use }];
    },
    store,
  );
  return chosen;
}
