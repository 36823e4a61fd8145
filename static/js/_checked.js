// When this tab last asked for a seat's rights, so that not every page does. Noted with the mark of
// the seat: another one that signs in on the same browser is asked for at once.
const CHECKED = "wallet-checked";
const AGAIN_AFTER = 600_000;

function attempt(act) {
  try {
    return act();
  } catch {
    // Then the next page asks again.
    return null;
  }
}

export function wasCheckedJustNow(mark) {
  const [of, at] = (attempt(() => sessionStorage.getItem(CHECKED)) ?? "").split(" ");
  // A clock that was set back must not hold the wallet up.
  return of === mark && Math.abs(Date.now() - Number(at)) < AGAIN_AFTER;
}

export function noteChecked(mark) {
  attempt(() => sessionStorage.setItem(CHECKED, `${mark} ${Date.now()}`));
}

/** The next page of the seat asks, whenever the last one did. */
export function askAgain() {
  attempt(() => sessionStorage.removeItem(CHECKED));
}
