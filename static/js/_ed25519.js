// Checking many Ed25519 signatures: by the browser itself where it can, else in JavaScript.
import { isSignedBy } from "./_acts.js";
import { toHex } from "./_bytes.js";

// Keys of small order, their sign bit left out: anybody can sign for them, and libraries differ.
const WEAK = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

export function isWeak(key) {
  const unsigned = Uint8Array.from(key);
  unsigned[31] &= 127;
  return WEAK.has(toHex(unsigned));
}

const verifyInJavaScript = async (key, signed, signature) => isSignedBy(key, signed, signature);

async function verifyInBrowser(key, signed, signature) {
  try {
    const read = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", read, signature, signed);
  } catch {
    return false;
  }
}

/** A function (key, signed bytes, signature) that says whether the signature holds. */
export async function ed25519Verifier() {
  try {
    // The base point: a key that every library reads.
    const key = Uint8Array.from([0x58, ...new Array(31).fill(0x66)]);
    await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return verifyInBrowser;
  } catch {
    return verifyInJavaScript;
  }
}
