// Whether a ballot waits on this phone: a mark beside the database that keeps it, so that a page of
// somebody who never voted opens none.

const MARK = "ballot-waiting";

function attempt(act) {
  try {
    return act();
  } catch {
    // Storage refused: then only the vote's own page sends what waits.
    return null;
  }
}

export const isBallotWaiting = () => attempt(() => localStorage.getItem(MARK)) === "yes";

export function noteBallotWaiting(isWaiting) {
  attempt(() => (isWaiting ? localStorage.setItem(MARK, "yes") : localStorage.removeItem(MARK)));
}
