// RSA blind signatures (RFC 9474) for the one who wants a signature, in native BigInt.
// crypto.subtle has no blinding, and is missing on plain-http onion addresses.
import { sha384 } from "@noble/hashes/sha2.js";
import { fromNumber, joined, same, toNumber } from "./_bytes.js";

const HASH = 48;
export const SALT = 48;

/** The number to the power 65537: sixteen squarings and one more. */
function power(base, n) {
  let result = base;
  for (let turn = 0; turn < 16; turn++) result = (result * result) % n;
  return (result * base) % n;
}

/** The inverse modulo n, by Euclid; null where there is none. */
function inverse(value, n) {
  let [a, b] = [n, value];
  let [u, v] = [0n, 1n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [u, v] = [v, u - quotient * v];
  }
  if (a !== 1n) return null;
  return u < 0n ? u + n : u;
}

function mask(seed, length) {
  const blocks = [];
  for (let count = 0; count * HASH < length; count++)
    blocks.push(sha384(joined(seed, [0, 0, count >> 8, count & 255])));
  return joined(...blocks).subarray(0, length);
}

function mark(message, salt) {
  return sha384(joined(new Uint8Array(8), sha384(message), salt));
}

/** EMSA-PSS with SHA-384 for a modulus of `length` whole bytes. */
export function encode(message, length, salt) {
  const seal = mark(message, salt);
  const block = joined(new Uint8Array(length - HASH - salt.length - 2), [1], salt);
  const stream = mask(seal, block.length);
  const masked = block.map((byte, index) => byte ^ stream[index]);
  masked[0] &= 127;
  return joined(masked, seal, [0xbc]);
}

/** `{ blinded, inverse }` of a message under a factor; throws where they share a divisor with n. */
export function blind({ n, length }, message, { prefix, salt, factor }) {
  const encoded = toNumber(encode(joined(prefix, message), length, salt));
  // One inverse tells of both whether they have one: inverting is what takes time.
  const both = factor > 0n && factor < n ? inverse((encoded * factor) % n, n) : null;
  if (both === null) throw new RangeError("cannot be blinded");
  const blinded = fromNumber((encoded * power(factor, n)) % n, length);
  return { blinded, inverse: (both * encoded) % n };
}

/** The signature of the message itself; throws where what came back is none. */
export function finalize(key, message, { prefix, inverse: back, saltLength = SALT }, answer) {
  if (answer.length !== key.length) throw new TypeError("not a signature of this key");
  const number = toNumber(answer);
  if (number >= key.n) throw new TypeError("not a signature of this key");
  const signature = fromNumber((number * back) % key.n, key.length);
  if (!verify(key, message, prefix, signature, saltLength))
    throw new TypeError("not a signature of this message");
  return signature;
}

/** RSASSA-PSS-VERIFY (RFC 8017, 8.1.2). */
export function verify({ n, length }, message, prefix, signature, saltLength = SALT) {
  const number = toNumber(signature);
  if (signature.length !== length || number >= n) return false;
  const encoded = fromNumber(power(number, n), length);
  const end = length - HASH - 1;
  const seal = encoded.subarray(end, -1);
  const stream = mask(seal, end);
  const block = encoded.slice(0, end).map((byte, index) => byte ^ stream[index]);
  block[0] &= 127;
  const salt = block.subarray(end - saltLength);
  const isPadded = same(block, joined(new Uint8Array(end - saltLength - 1), [1], salt));
  const isWhole = encoded[0] < 128 && encoded[length - 1] === 0xbc;
  return isWhole && isPadded && same(seal, mark(joined(prefix, message), salt));
}
