// On every page of a seat: draws the seat's rights while nothing else happens, says loudly what
// an honest house never does, and wipes the wallet at sign-out where that is wished.
import { forgetBallots } from "./_ballots.js";
import { askAgain, noteChecked, wasCheckedJustNow } from "./_checked.js";
import { drawMissing } from "./_drawing.js";
import { readWallet, wipe } from "./_vault.js";

const script = document.querySelector("script[data-wallet-worker]");
const { walletMark } = script.dataset;
const addresses = { worker: script.dataset.walletWorker, slices: script.dataset.walletSlices };

const whenIdle = (act) =>
  window.requestIdleCallback
    ? window.requestIdleCallback(act, { timeout: 5000 })
    : setTimeout(act, 1000);

/** One tab draws at a time; where there are no locks, both draw the same. */
function alone(act) {
  if (!navigator.locks) return act();
  return navigator.locks.request("wallet", act);
}

async function sayTroubles() {
  const box = document.querySelector("[data-wallet-alarm]");
  const { troubles } = await readWallet();
  const found = new Set(troubles.map(({ what }) => what));
  for (const sentence of box.querySelectorAll("[data-trouble]"))
    sentence.hidden = !found.has(sentence.dataset.trouble);
  box.hidden = found.size === 0;
}

async function drawNow(choices) {
  let state = "no-storage";
  try {
    state = await alone(() => drawMissing(addresses, choices));
    if (state !== "later") noteChecked(walletMark);
    await sayTroubles();
  } catch (error) {
    // A full disk, a private window that refuses storage: the wallet's page says which.
    state = error?.name === "QuotaExceededError" ? "full" : "no-storage";
  }
  document.dispatchEvent(new CustomEvent("wallet-drawn", { detail: { state } }));
}

function wipeBeforeSending(form, box) {
  let isWiped = false;
  const before = async (event) => {
    if (!box.checked || isWiped) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.allSettled([wipe(), forgetBallots()]);
    askAgain();
    isWiped = true;
    if (form.requestSubmit) form.requestSubmit(event.submitter);
    else form.submit();
  };
  form.addEventListener("submit", before, { capture: true });
}

for (const box of document.querySelectorAll("[data-wipe-wallet]")) {
  box.closest("[data-wipe-offer]").hidden = false;
  wipeBeforeSending(box.form, box);
}
document.addEventListener("wallet-draw", ({ detail }) => drawNow(detail));
// The wallet's own page asks by itself, once it listens.
if (!document.querySelector("[data-wallet]"))
  whenIdle(() => (wasCheckedJustNow(walletMark) ? sayTroubles().catch(() => {}) : drawNow()));
