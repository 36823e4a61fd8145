// Our browser modules, asked one act after another, in Node or in a browser; bytes travel as
// hexadecimal.
import { canonical, fieldsDigest, publicOf, signAct, tokenMessage } from "../../static/js/_acts.js";
import { blind, encode, finalize, verify } from "../../static/js/_blindrsa.js";
import { fromHex, toHex } from "../../static/js/_bytes.js";
import { isConsistent, isHeadSigned, isIncluded, leafDigest, ledgerUpTo } from "../../static/js/_ledger.js";
import { hasSmallFactor, readKey } from "../../static/js/_rsakey.js";
import { parseSeed, seedCode, seedIn, slotSecrets } from "../../static/js/_seed.js";

const big = (hex) => BigInt(`0x${hex}`);
const blinding = ({ prefix, inverse, saltLength }) => ({
  prefix: fromHex(prefix),
  inverse: big(inverse),
  saltLength,
});
const scopeOf = ({ scope, descriptor, spki }) => {
  const bytes = fromHex(spki);
  return { scope, descriptor, spki: bytes, key: readKey(bytes) };
};

const acts = {
  encode: ({ message, length, salt }) => toHex(encode(fromHex(message), length, fromHex(salt))),
  blind({ spki, message, prefix, salt, factor }) {
    const random = { prefix: fromHex(prefix), salt: fromHex(salt), factor: big(factor) };
    const made = blind(readKey(fromHex(spki)), fromHex(message), random);
    return { blinded: toHex(made.blinded), inverse: made.inverse.toString(16) };
  },
  finalize: ({ spki, message, signature, ...kept }) =>
    toHex(finalize(readKey(fromHex(spki)), fromHex(message), blinding(kept), fromHex(signature))),
  verify: ({ spki, message, prefix, signature, saltLength }) =>
    verify(
      readKey(fromHex(spki)),
      fromHex(message),
      fromHex(prefix),
      fromHex(signature),
      saltLength,
    ),
  key: ({ spki }) => readKey(fromHex(spki)).n.toString(16),
  small: ({ n }) => hasSmallFactor(big(n)),
  secrets({ seed, slot, ...scope }) {
    const made = slotSecrets(fromHex(seed), scopeOf(scope), slot);
    return {
      nonce_seed: toHex(made.nonceSeed),
      prefix: toHex(made.prefix),
      salt: toHex(made.salt),
      factor: made.factor.toString(16),
    };
  },
  nonce: ({ seed }) => toHex(publicOf(fromHex(seed))),
  message: ({ descriptor, spki, nonce }) =>
    toHex(tokenMessage({ descriptor, spki: fromHex(spki) }, fromHex(nonce))),
  code: ({ seed }) => seedCode(fromHex(seed)),
  parse: ({ typed }) => (parseSeed(typed) ? toHex(parseSeed(typed)) : null),
  find: ({ text }) => (seedIn(text) ? toHex(seedIn(text)) : null),
  canonical: ({ value }) => canonical(value),
  fields: ({ fields }) => fieldsDigest(fields),
  act: ({ scope, descriptor, nonceSeed, prefix, token, body }) =>
    signAct(
      {
        scope,
        descriptor,
        nonceSeed: fromHex(nonceSeed),
        prefix: fromHex(prefix),
        token: fromHex(token),
      },
      body,
    ),
  leaf: ({ text }) => toHex(leafDigest(text)),
  head: ({ head, key }) => isHeadSigned(head, key),
  included: ({ digest, position, path, size, root }) =>
    isIncluded(fromHex(digest), { position, path }, { size, root }),
  ended: ({ digest, position, path, size }) =>
    ledgerUpTo(fromHex(digest), { position, path }, { size }),
  consistent: ({ first, second, path }) => isConsistent(first, second, path),
};

export const answered = (cases) =>
  cases.map(({ do: name, ...given }) => {
    try {
      return { is: acts[name](given) };
    } catch (error) {
      return { threw: error.message };
    }
  });
