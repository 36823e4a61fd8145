// A scope as its ledger leaf says it is: nothing else that the server tells of it is believed.
import { fromBase64 } from "./_bytes.js";
import { readKey } from "./_rsakey.js";

const DAY = /^\d{4}-\d\d-\d\d$/;

/** `{ scope, descriptor, spki, key }` of a leaf's canonical text; throws where it is none. */
export function readScope(leafText) {
  const { kind, content } = JSON.parse(leafText);
  const { scope, descriptor, key: written } = content;
  if (kind !== "scope" || typeof scope !== "string" || typeof descriptor !== "string")
    throw new TypeError("not the leaf of a scope");
  const spki = fromBase64(written);
  return { scope, descriptor, spki, key: readKey(spki) };
}

/** What a scope's descriptor says it is for, and from which day to which (coop/tokens/rules.py):
 * `{ kind, subject, opens_on, closes_on }`; throws where it is that of another scope. */
export function readAbout({ scope, descriptor }) {
  const { kind, subject, opens, closes } = JSON.parse(descriptor);
  if (`${kind}-${subject}` !== scope || !DAY.test(opens) || !DAY.test(closes))
    throw new TypeError("not the descriptor of this scope");
  return { kind, subject, opens_on: opens, closes_on: closes };
}
