// One drawing against a server that is a table of answers: what was asked, and what came of it.
import { draw } from "../../static/js/_draw.js";
import { fromHex, pipe, toHex } from "./_pipe.mjs";

await pipe(async ({ seed, answers, ...order }) => {
  const asked = [];
  globalThis.fetch = async (path, { body, headers, credentials }) => {
    asked.push({ path, body: body ? JSON.parse(body) : null, headers, credentials });
    const answer = answers[path];
    if (answer === undefined) throw new TypeError("no network");
    const { status = 200, redirected = false, json } = answer;
    const given = { ok: status < 400, status, redirected };
    return { ...given, json: async () => JSON.parse(JSON.stringify(json)) };
  };
  try {
    const { tokens, ...outcome } = await draw({ ...order, seed: fromHex(seed) });
    const shown = tokens.map((one) => ({ ...one, token: toHex(one.token) }));
    return { asked, tokens: shown, ...outcome };
  } catch (error) {
    return { asked, threw: error.constructor.name };
  }
});
