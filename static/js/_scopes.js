// A scope as its ledger leaf says it is: nothing else that the server tells of it is believed.
import { fromBase64 } from "./_bytes.js";
import { readKey } from "./_rsakey.js";

/** `{ scope, descriptor, spki, key }` of a leaf's canonical text; throws where it is none. */
export function readScope(leafText) {
  const { kind, content } = JSON.parse(leafText);
  const { scope, descriptor, key: written } = content;
  if (kind !== "scope" || typeof scope !== "string" || typeof descriptor !== "string")
    throw new TypeError("not the leaf of a scope");
  const spki = fromBase64(written);
  return { scope, descriptor, spki, key: readKey(spki) };
}
