// The tokens that this browser holds, for pages outside a seat: votes, seconding, drafts, debates.
import { signAct } from "./_acts.js";
import { orNothing } from "./_held.js";
import { readScope } from "./_scopes.js";
import { slotSecrets } from "./_seed.js";
import { heldScope, heldScopes, readWallet } from "./_vault.js";

/** This browser holds no token of the scope: there is none to sign with. */
export class NoToken extends Error {}

/** `{ scope, descriptor, nonceSeed, nonce, prefix, token, ledger }` of a slot; null where none is
 * held. `ledger` is `{ size, root }` up to the scope's leaf, as it was proven when drawn. */
export async function tokenFor(code, slot = 0) {
  const record = await orNothing(() => heldScope(code));
  const token = record?.tokens[slot];
  const { seed } = (await orNothing(readWallet)) ?? {};
  if (!token || !seed) return null;
  const scope = readScope(record.leafText);
  const { nonceSeed, prefix } = slotSecrets(seed, scope, slot);
  const nonce = record.nonces[slot];
  const { ledger } = record;
  return { scope: code, descriptor: scope.descriptor, nonceSeed, nonce, prefix, token, ledger };
}

/** The body signed by the token of a slot, ready to be sent as JSON; throws NoToken. */
export async function signedAct(code, body, slot = 0) {
  const token = await tokenFor(code, slot);
  if (!token) throw new NoToken(code);
  return signAct(token, body);
}

/** What is held of a kind: `[{ scope, kind, subject, opens_on, closes_on, slots }]`. */
export async function drawnScopes(kind) {
  const held = (await orNothing(heldScopes)) ?? {};
  return Object.entries(held)
    .filter(([, record]) => record.kind === kind)
    .map(([scope, { leafText, ledger, nonces, tokens, ...about }]) => ({
      scope,
      ...about,
      slots: Object.keys(tokens).map(Number),
    }));
}
