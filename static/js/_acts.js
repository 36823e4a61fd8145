// What a token is made of, and how what is spent is signed by its key.
import * as ed25519 from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { joined, toBase64, toHex, utf8 } from "./_bytes.js";

ed25519.hashes.sha512 = sha512;

const TOKEN = utf8("coop-voice/v1\0");
const ACT = utf8("coop-voice/act/v1\0");

/** Canonical JSON (RFC 8785) of texts, whole numbers, booleans, lists and objects of these. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  // The default order is that of UTF-16, which is what the RFC asks for.
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

export const digestOf = (value) => sha256(utf8(canonical(value)));

export const publicOf = (nonceSeed) => ed25519.getPublicKey(nonceSeed);

/** What the scope's key signs, blindly: bound to the scope's text, the nonce and the key. */
export function tokenMessage({ descriptor, spki }, nonce) {
  return joined(TOKEN, sha256(utf8(descriptor)), nonce, sha256(spki));
}

/** Text as a form sends it: line ends alike, no half of a sign. */
function asSent(text) {
  return new TextDecoder().decode(utf8(text)).replace(/\r\n?/g, "\n");
}

/** What stands for the fields of a form inside a signed body: hexadecimal. */
export function fieldsDigest(fields) {
  const sent = Object.entries(fields).map(([name, text]) => [name, asSent(text)]);
  return toHex(digestOf(Object.fromEntries(sent)));
}

/** The body signed by the token's key: the JSON that is sent, all texts. */
export function signAct({ scope, descriptor, nonceSeed, nonce, prefix, token }, body) {
  const signed = joined(ACT, sha256(utf8(descriptor)), digestOf(body));
  return {
    scope,
    nonce: nonce ?? toBase64(publicOf(nonceSeed)),
    prefix: toBase64(prefix),
    token: toBase64(token),
    body,
    signature: toBase64(ed25519.sign(signed, nonceSeed)),
  };
}

/** True where an Ed25519 key, in bytes, has signed these bytes. Never throws. */
export function isSignedBy(key, signed, signature) {
  try {
    return ed25519.verify(signature, signed, key, { zip215: false });
  } catch {
    return false;
  }
}
