// Receipts judged one after another, each against a ledger that is a table of answers.
import { verdictOn } from "../../static/js/_proving.js";
import { pipe } from "./_pipe.mjs";

async function judged({ sent, answer, known, proofs }) {
  const asked = [];
  globalThis.fetch = async (path, { credentials, method = "GET" }) => {
    asked.push({ path, credentials, method });
    const found = proofs[path];
    if (found === undefined) throw new TypeError("no network");
    return { status: found.status ?? 200, json: async () => found.json };
  };
  return { verdict: await verdictOn(sent, answer, known), asked };
}

await pipe(async (cases) => {
  const found = [];
  for (const each of cases) found.push(await judged(each));
  return found;
});
