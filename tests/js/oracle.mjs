// The second implementation of RFC 9474: what @cloudflare/blindrsa-ts makes of the same input.
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { fromHex, pipe, toHex } from "./_pipe.mjs";

const suite = RSABSSA.SHA384.PSS.Randomized();
const SCHEME = { name: "RSA-PSS", hash: "SHA-384" };

const publicKey = (spki) =>
  crypto.subtle.importKey("spki", fromHex(spki), SCHEME, true, ["verify"]);
const privateKey = (pkcs8) =>
  crypto.subtle.importKey("pkcs8", fromHex(pkcs8), SCHEME, true, ["sign"]);

const acts = {
  async blind({ spki, prepared }) {
    const { blindedMsg, inv } = await suite.blind(await publicKey(spki), fromHex(prepared));
    return { blinded: toHex(blindedMsg), inverse: toHex(inv) };
  },
  async sign({ pkcs8, blinded }) {
    return toHex(await suite.blindSign(await privateKey(pkcs8), fromHex(blinded)));
  },
  async finalize({ spki, prepared, signature, inverse }) {
    const key = await publicKey(spki);
    const made = suite.finalize(key, fromHex(prepared), fromHex(signature), fromHex(inverse));
    return toHex(await made);
  },
  async verify({ spki, prepared, signature }) {
    return suite.verify(await publicKey(spki), fromHex(signature), fromHex(prepared));
  },
};

await pipe(async (cases) => {
  const answers = [];
  for (const { act, ...given } of cases) answers.push(await acts[act](given));
  return answers;
});
