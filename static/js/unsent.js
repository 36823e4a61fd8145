// On any page of the site, loaded only where a ballot waits: sends it when its time has come, and
// says meanwhile that it is not yet cast.
import { send, waitingBallots } from "./_ballots.js";

const LONGEST = 60_000;
const { proving } = document.querySelector("script[data-unsent]").dataset;
const note = document.querySelector("[data-unsent-note]");
// Who is signed in must not be seen to cast at the same moment: from a seat's pages nothing leaves.
const isSeat = location.pathname.startsWith("/me/");
let timer;

// Curves and hashes weigh more than all else here, and most visits end before a ballot is due.
async function verdictOn(...answered) {
  const module = await import(proving);
  return module.verdictOn(...answered);
}

async function sendDue() {
  clearTimeout(timer);
  const waiting = await waitingBallots();
  if (!isSeat) for (const [scope] of waiting) await send(scope, verdictOn);
  await showNote();
}

async function showNote() {
  const waiting = await waitingBallots();
  const isVotePage = document.querySelector("[data-vote]") !== null;
  if (note) note.hidden = waiting.length === 0 || isVotePage;
  if (!waiting.length) return;
  const [, { about }] = waiting[0];
  if (note) note.querySelector("a").href = about.page;
  const next = Math.min(...waiting.map(([, record]) => record.waiting.due)) - Date.now();
  timer = setTimeout(sendDue, Math.min(Math.max(next, 1000), LONGEST));
}

const attempt = () => sendDue().catch(() => {});

attempt();
window.addEventListener("online", attempt);
document.addEventListener("ballots-changed", attempt);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") attempt();
});
