// The board as it is loaded, page by page: all of it always, so that the server never learns which
// ballot is looked for.

async function load(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`the board answered ${answer.status}`);
  return answer.json();
}

export const loadPreamble = (address) => load(address);

/** Lists of ballots, one page after another. */
export async function* boardPages(address) {
  let after = "";
  while (after !== null) {
    const { ballots, next } = await load(`${address}?after=${encodeURIComponent(after)}`);
    yield ballots;
    after = next;
  }
}

/** What became of a receipt's ballot, in the name of a sentence. */
export function fate(receipt, found) {
  if (!found) return "missing";
  if (receipt.seq === undefined) return "there";
  if (found.seq < receipt.seq) return "rolled-back";
  if (found.seq > receipt.seq) return "later";
  return found.choice === receipt.choice ? "stands" : "changed";
}
