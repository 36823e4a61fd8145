// What the house signs when a ballot lies in the box.
import { canonical, isSignedBy } from "./_acts.js";
import { fromBase64, joined, utf8 } from "./_bytes.js";

const RECEIPT = utf8("coop-voice/receipt/v1\0");

/** Whether a receipt is the signature of this key (base64url) over the ballot that it names. */
export function isReceiptSigned({ scope, nonce, choice, seq, receipt }, key) {
  try {
    const signed = joined(RECEIPT, utf8(canonical({ choice, nonce, scope, seq })));
    return isSignedBy(fromBase64(key), signed, fromBase64(receipt));
  } catch {
    return false;
  }
}
