// A scope's public key: read in its one way of writing, and looked at before anything is blinded.
import { fromHex, joined, same, toNumber } from "./_bytes.js";

const ALGORITHM = fromHex("300d06092a864886f70d0101010500");
const EXPONENT = fromHex("0203010001");
const SMALL = 10_000;
const FITS = 2 ** 53;

function tagged(tag, content) {
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return joined([tag, ...size], content);
}

/** The SubjectPublicKeyInfo of a modulus of whole bytes, with exponent 65537. */
export function spkiOf(modulus) {
  const key = tagged(0x30, joined(tagged(0x02, joined([0], modulus)), EXPONENT));
  return tagged(0x30, joined(ALGORITHM, tagged(0x03, joined([0], key))));
}

/** `{ n, length }` of a key of 2048 to 4096 bits; throws where it is written in any other way. */
export function readKey(spki) {
  const around = spkiOf(new Uint8Array(256)).length - 256;
  const modulus = spki.slice(
    spki.length - EXPONENT.length - (spki.length - around),
    -EXPONENT.length,
  );
  const isSound = modulus.length >= 256 && modulus.length <= 512 && modulus[0] >= 128;
  if (!isSound || !same(spkiOf(modulus), spki)) throw new TypeError("not a key of ours");
  return { n: toNumber(modulus), length: modulus.length };
}

/** Small primes multiplied into numbers that still fit: one long division asks after several. */
function primeGroups() {
  const isComposite = new Uint8Array(SMALL);
  const groups = [];
  for (let number = 2; number < SMALL; number++) {
    if (isComposite[number]) continue;
    for (let multiple = number * number; multiple < SMALL; multiple += number)
      isComposite[multiple] = 1;
    const last = groups[groups.length - 1];
    if (last && last.product * number < FITS) {
      last.product *= number;
      last.primes.push(number);
    } else groups.push({ product: number, primes: [number] });
  }
  return groups.map(({ product, primes }) => ({ product: BigInt(product), primes }));
}

let groups;

/** True where a prime below 10,000 divides the modulus: such a key would see into a blinding. */
export function hasSmallFactor(n) {
  groups ??= primeGroups();
  return groups.some(({ product, primes }) => {
    const rest = Number(n % product);
    return primes.some((prime) => rest % prime === 0);
  });
}
