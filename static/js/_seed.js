// One seed of 128 bits makes every token of this wallet, the same again each time. It never
// leaves the browser but by its member's own hand. coop/lib/seeds.py is its twin.
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromNumber, joined, toNumber, utf8 } from "./_bytes.js";

const SEED = 16;
const SALT = utf8("coop-wallet/v1");
const CHECK = utf8("coop-wallet/v1/seed\0");
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SIGNS = 28;
const MISREAD = { O: "0", I: "1", L: "1" };
const [NONCE, PREFIX, PSS_SALT, SPARE] = [32, 32, 48, 16];

/** What one slot of a scope is made of. Key and descriptor are part of it: the same factor under
 * two keys would let a server that opened a code twice tie a draw to what was spent. */
export function slotSecrets(seed, { scope, descriptor, spki, key }, slot) {
  const digests = [sha256(utf8(descriptor)), sha256(spki)];
  const about = joined(utf8(`${scope}\0${slot}\0`), ...digests);
  const start = NONCE + PREFIX + PSS_SALT;
  const made = hkdf(sha256, seed, SALT, about, start + key.length + SPARE);
  return {
    nonceSeed: made.slice(0, NONCE),
    prefix: made.slice(NONCE, NONCE + PREFIX),
    salt: made.slice(NONCE + PREFIX, start),
    factor: 1n + (toNumber(made.slice(start)) % (key.n - 1n)),
  };
}

function check(seed) {
  const [first, second] = sha256(joined(CHECK, seed));
  return BigInt((first << 4) | (second >> 4));
}

/** The seed as people copy it: seven groups of four signs, the last of which tell a slip. */
export function seedCode(seed) {
  let number = (toNumber(seed) << 12n) | check(seed);
  let signs = "";
  for (let place = 0; place < SIGNS; place++) {
    signs = ALPHABET[Number(number & 31n)] + signs;
    number >>= 5n;
  }
  return signs.match(/.{4}/g).join("-");
}

/** The seed of a code as typed, or null where a sign is missing or wrong. */
export function parseSeed(typed) {
  const signs = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/[OIL]/g, (sign) => MISREAD[sign]);
  if (signs.length !== SIGNS) return null;
  let number = 0n;
  for (const sign of signs) {
    const place = ALPHABET.indexOf(sign);
    if (place < 0) return null;
    number = (number << 5n) | BigInt(place);
  }
  const seed = fromNumber(number >> 12n, SEED);
  return check(seed) === (number & 4095n) ? seed : null;
}

/** The first code of a seed that stands in a file, a link or a scanned text; null for none. */
export function seedIn(text) {
  const found = text.match(/[0-9A-Za-z]{4}(?:[- \u00a0\u2010-\u2015][0-9A-Za-z]{4}){6}/g) ?? [];
  return found.map(parseSeed).find(Boolean) ?? parseSeed(text);
}
