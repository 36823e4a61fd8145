// Whether a receipt holds: it must be signed over the very ballot that was sent, by a key that the
// ledger held before it held the vote. A key that a page or an answer names could be made for one.
import { sha256 } from "@noble/hashes/sha2.js";
import { digestOf } from "./_acts.js";
import { askJson, isForLater } from "./_asking.js";
import { fromBase64, toHex } from "./_bytes.js";
import { isIncluded } from "./_ledger.js";
import { isReceiptSigned } from "./_receipts.js";

const SALT_BYTES = 16;

/** The digest of a receipt key's leaf, as coop/votes/signing.py writes it. */
function leafOf(key) {
  const salt = toHex(sha256(fromBase64(key)).subarray(0, SALT_BYTES));
  return digestOf({ kind: "key", content: { key, purpose: "ballot receipts" }, salt });
}

function isProven(leaf, proof, ledger) {
  try {
    return isIncluded(leaf, proof, ledger);
  } catch {
    return false;
  }
}

/** "holds", "unproven", or "again" where the ledger could not be asked. What was sent is
 * `{ act, ledger }`; `known` is a key that was proven for the same vote before.
 *
 * The proof is asked for up to the vote's own leaf, which is the same size for all who vote. The
 * wallet's newest head would tell the server when its member last drew. */
export async function verdictOn({ act, ledger }, { receipt, key }, known) {
  const { scope, nonce, body } = act;
  const { choice, seq } = body;
  if (!isReceiptSigned({ scope, nonce, choice, seq, receipt }, key)) return "unproven";
  if (key === known) return "holds";
  if (!ledger) return "again";
  const leaf = leafOf(key);
  const address = `/api/v1/ledger/proof?leaf=${toHex(leaf)}&size=${ledger.size}`;
  const { status, body: proof } = await askJson(address);
  if (isForLater(status)) return "again";
  return status === 200 && isProven(leaf, proof, ledger) ? "holds" : "unproven";
}
