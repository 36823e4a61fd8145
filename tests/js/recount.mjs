// The browser's recount, asked about many boards at once; and what becomes of a receipt.
import { fate } from "../../static/js/_board.js";
import { outcomeOf, recount } from "../../static/js/_recount.js";
import { pipe } from "./_pipe.mjs";

async function about({ ballots, ...preamble }) {
  try {
    return await recount(preamble, Array.isArray(ballots) ? [ballots] : [[ballots]]);
  } catch (error) {
    return { holds: false, faults: [String(error)], bad: [] };
  }
}

await pipe(async ({ boards = [], fates = [], outcomes = [] }) => ({
  boards: await Promise.all(boards.map(about)),
  outcomes: outcomes.map(({ counts, rule }) => outcomeOf(counts, rule)),
  fates: fates.map(({ receipt, found }) => fate(receipt, found)),
}));
