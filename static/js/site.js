// On every page: the way out, the error summary, one sending a click, notices that close.
import { forgetEverything, forgetOldDrafts } from "./_drafts.js";
import { isBallotWaiting, noteBallotWaiting } from "./_waiting.js";

const ESCAPES = 3;
const WITHIN = 2000;

function leave(address) {
  // Blank first: on a slow network the old page would stay in view until the new one comes.
  document.title = "";
  document.body.replaceChildren();
  // A ballot that has not left yet is no draft: without its mark it never would.
  const isWaiting = isBallotWaiting();
  forgetEverything();
  if (isWaiting) noteBallotWaiting(true);
  location.replace(address);
}

function watchTheWayOut() {
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    if (event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
    if (presses.length >= ESCAPES) leave(link.href);
  });
}

function guardAgainstDoubleSending() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // A download leaves this page where it is: it may be asked for again.
    if (event.defaultPrevented || form.method === "get" || "download" in form.dataset) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    // Not `disabled`: a disabled button would take its own name out of what is sent.
    for (const button of form.querySelectorAll("button[type=submit]"))
      button.setAttribute("aria-disabled", "true");
  });
  // Back from the next page may show this very page again, still locked.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) {
      delete form.dataset.sending;
      for (const button of form.querySelectorAll("[aria-disabled]"))
        button.removeAttribute("aria-disabled");
    }
  });
}

function closeNotices() {
  for (const button of document.querySelectorAll("[data-dismiss]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    event.target.closest?.("[data-dismiss]")?.closest("[data-notice]")?.remove();
  });
}

function followErrorLinks() {
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a");
    if (!link) return;
    const target = document.getElementById(link.hash.slice(1));
    const control = target?.matches("fieldset") ? target.querySelector("input") : target;
    if (!control) return;
    event.preventDefault();
    // A form shown in steps must first turn to the step that holds the field.
    control.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
    target.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
  });
}

/** A wallet's link carries its code: out of the address at once, kept for the wallet's page. */
function takeWalletLink() {
  if (!location.hash.startsWith("#seed=")) return;
  try {
    sessionStorage.setItem("wallet-link", location.hash.slice("#seed=".length));
  } catch {
    // Without storage no wallet can live here: its page says so.
  }
  history.replaceState(history.state, "", location.pathname + location.search);
}

takeWalletLink();
/** A ballot that waits on this phone leaves from any page; nobody else loads what sends it. */
function sendWhatWaits() {
  const { unsent } = document.querySelector("script[data-unsent]").dataset;
  if (isBallotWaiting()) import(unsent);
}

watchTheWayOut();
guardAgainstDoubleSending();
closeNotices();
followErrorLinks();
forgetOldDrafts();
sendWhatWaits();
document.addEventListener("ballots-changed", sendWhatWaits);
for (const element of document.querySelectorAll("[data-with-script]")) element.hidden = false;
