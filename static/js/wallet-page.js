// The wallet's own page: what it holds, its code, bringing one here, wiping it.
import { forgetBallots } from "./_ballots.js";
import { askAgain } from "./_checked.js";
import { day } from "./_days.js";
import { keeping } from "./_keeping.js";
import { heldScopes, readWallet, wipe } from "./_vault.js";
import { words } from "./_words.js";

const page = document.querySelector("[data-wallet]");
const part = (name) => page.querySelector(`[data-wallet-${name}]`);
const kinds = Object.fromEntries(
  [...part("kinds").content.querySelectorAll("[data-kind]")].map((kind) => [
    kind.dataset.kind,
    kind.textContent,
  ]),
);
const language = document.documentElement.lang;

function say(state, count) {
  for (const sentence of part("states").querySelectorAll("[data-state]"))
    sentence.hidden = sentence.dataset.state !== state;
  for (const place of part("states").querySelectorAll("[data-count]"))
    place.textContent = new Intl.NumberFormat(language).format(count);
}

function titleOf(scope, { kind, leafText, subject }) {
  const { title } = JSON.parse(JSON.parse(leafText).content.descriptor);
  // What the server calls it has the code beside it, which is the leaf's own.
  const named = page.querySelector(`[data-right="${CSS.escape(scope)}"]`)?.textContent;
  if (!title) return named?.includes(subject) ? named : subject;
  // A room's right holds for a month, which its subject ends with.
  return kind === "room" ? `${title}, ${subject.slice(-7)}` : title;
}

function row([scope, record]) {
  const made = part("row").content.cloneNode(true);
  const put = (name, text) => {
    made.querySelector(`[data-row-${name}]`).textContent = text;
  };
  put("kind", kinds[record.kind] ?? record.kind);
  put("about", titleOf(scope, record));
  put("count", new Intl.NumberFormat(language).format(Object.keys(record.tokens).length));
  put("day", day(record.closes_on));
  return made;
}

function showHeld(held) {
  const scopes = Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1));
  const count = scopes.reduce((sum, [, { tokens }]) => sum + Object.keys(tokens).length, 0);
  part("held").hidden = count === 0;
  const summary = part("summary");
  summary.textContent = words(summary.dataset.text, { count });
  const list = part("held");
  // A hundred rows that nobody asked to see would make the page stutter.
  const fill = () => list.open && part("rows").replaceChildren(...scopes.map(row));
  list.ontoggle = fill;
  fill();
}

function showLedger(head) {
  const list = part("ledger");
  list.hidden = !head;
  if (!head) return;
  const said = {
    ...head,
    day: day(head.day),
    size: new Intl.NumberFormat(language).format(head.size),
  };
  for (const name of ["day", "size", "root", "key"])
    list.querySelector(`[data-ledger-${name}]`).textContent = said[name];
}

async function showWallet() {
  const { seed, isSaved, head } = await readWallet();
  showLedger(head);
  showHeld(await heldScopes());
  part("seed").hidden = !seed;
  part("wipe").hidden = !seed;
  for (const sentence of part("seed").querySelectorAll("[data-saved]"))
    sentence.hidden = (sentence.dataset.saved === "yes") !== Boolean(isSaved);
  part("seed").classList.toggle("live", !isSaved);
  const sure = await keeping();
  for (const sentence of part("seed").querySelectorAll("[data-keeping]"))
    sentence.hidden = sentence.dataset.keeping !== sure;
}

/** What was drawn just now stands in the list of what was issued too: the page's own, asked anew. */
async function refreshIssued() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = fresh.querySelector("[data-wallet-issued]");
  if (!list) return;
  part("issued").replaceChildren(...list.childNodes);
  // It names the rights that this wallet holds too.
  showHeld(await heldScopes());
}

/** Asks wallet.js to draw; what comes of it is told by its event. */
function draw(choices = {}) {
  say("working");
  document.dispatchEvent(new CustomEvent("wallet-draw", { detail: choices }));
}

function offerWiping(section) {
  const at = (name) => section.querySelector(`[data-wipe-${name}]`);
  const turn = (isAsking) => {
    at("confirm").hidden = !isAsking;
    at("ask").hidden = isAsking;
    (isAsking ? at("confirm").querySelector("h3") : at("ask")).focus();
  };
  at("ask").addEventListener("click", () => turn(true));
  at("no").addEventListener("click", () => turn(false));
  at("yes").addEventListener("click", async () => {
    await wipe();
    await forgetBallots();
    askAgain();
    turn(false);
    await showWallet();
    say("wiped");
    part("states").focus();
  });
}

let loading;
let isLoaded = false;

async function loadTheRest() {
  const { offerBringing, offerCode } = await import(page.dataset.parts);
  isLoaded = true;
  offerCode(part("seed"), async () => (await readWallet()).seed, showWallet);
  part("bring").querySelector("[data-bring-body]").hidden = false;
  const brought = async () => {
    part("states").focus();
    await showWallet();
    draw();
  };
  await offerBringing(part("bring"), brought).catch(() => say("no-storage"));
}

/** The code, and bringing another wallet: their cryptography is loaded when it is asked for. */
function theRest() {
  loading ??= loadTheRest().catch(() => {
    loading = undefined;
    say("later");
  });
  return loading;
}

function isLinkWaiting() {
  try {
    return sessionStorage.getItem("wallet-link") !== null;
  } catch {
    return false;
  }
}

function loadWhenAsked() {
  const show = part("seed").querySelector("[data-code-show]");
  show.addEventListener("click", async () => {
    if (isLoaded) return;
    await theRest();
    if (isLoaded) show.click();
  });
  part("bring").hidden = false;
  part("bring").addEventListener("toggle", theRest);
  if (isLinkWaiting()) theRest();
}

document.addEventListener("wallet-drawn", async ({ detail: { state } }) => {
  if (state === "no-storage") {
    say(state);
    return;
  }
  const { seed, refused } = await readWallet();
  say(state === "elsewhere" && seed ? "refused" : state, refused.length);
  await showWallet();
});

document.addEventListener("rights-issued", refreshIssued);
for (const button of page.querySelectorAll("[data-draw]"))
  button.addEventListener("click", () => draw({ startAfresh: button.dataset.draw === "afresh" }));
part("off").hidden = true;
part("on").hidden = false;
offerWiping(part("wipe"));
document.addEventListener("wallet-drawn", loadWhenAsked, { once: true });
draw();
