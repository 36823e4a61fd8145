// Ballots on this phone, in IndexedDB: what was cast, with its receipt, and what has not left yet.
// What leaves is signed already: sending it again, from two tabs or after a crash, changes nothing.
import { clear, createStore, entries, get, update } from "idb-keyval";
import { askJson, isForLater } from "./_asking.js";
import { noteBallotWaiting } from "./_waiting.js";

const store = createStore("ballots", "kept");
const otherTabs = window.BroadcastChannel && new BroadcastChannel("ballots");
const AGAIN_AFTER = 15_000;
const SHUT_AGAIN_AFTER = 60_000;
const UNPROVEN_AGAIN_AFTER = 60_000;

const tellThisPage = () => document.dispatchEvent(new CustomEvent("ballots-changed"));
otherTabs?.addEventListener("message", tellThisPage);

/** What is kept of a vote: `{ cast, waiting, seen, note, about, key }`, or null. `key` is the one
 * that signs receipts, once the ledger has shown it. */
export async function ballotsOf(scope) {
  return (await get(scope, store)) ?? null;
}

/** All votes that have a ballot waiting: `[[scope, record]]`. */
export async function waitingBallots() {
  return (await entries(store)).filter(([, { waiting }]) => waiting);
}

/** The seq of the next ballot of a vote: one more than any that was made or seen. */
export function nextSeq(record) {
  const known = [record?.cast?.seq, record?.waiting?.seq, record?.seen];
  return 1 + Math.max(-1, ...known.filter((seq) => seq !== undefined));
}

/** Lets a signed ballot wait until `due`; an earlier one that has not left is replaced. `ledger` is
 * that up to the vote's leaf (`tokenFor`): under it the receipt's key must stand. */
export async function keepWaiting(scope, about, { act, due, ledger }) {
  const { choice, seq } = act.body;
  await update(
    scope,
    (record) => ({ ...record, about, note: null, waiting: { act, choice, seq, due, ledger } }),
    store,
  );
  await noteWaiting();
}

/** All receipts and unsent ballots of this phone go. */
export async function forgetBallots() {
  await clear(store);
  await noteWaiting();
}

/** One tab at a time makes or sends a ballot of a vote. Without locks (plain http) two tabs send
 * the same ballot twice, which counts once. */
export function alone(scope, act) {
  return navigator.locks ? navigator.locks.request(`ballot:${scope}`, act) : act();
}

/** Sends what is due, or at once when `now`; `verdictOn` (_proving.js) judges the receipt. Gives
 * what is then kept of the vote. */
export function send(scope, verdictOn, { now = false } = {}) {
  return alone(scope, () => sendOne(scope, verdictOn, now));
}

async function sendOne(scope, verdictOn, now) {
  const record = await ballotsOf(scope);
  if (!record?.waiting || (!now && Date.now() < record.waiting.due)) return record;
  const { about, key, waiting } = record;
  // What has a receipt lies in the box: sent again after the close, it would be refused.
  const answer = waiting.answer
    ? { status: 200, body: waiting.answer }
    : await post(about.address, waiting.act);
  if (answer.status !== 200 && answer.status !== 201)
    return change(scope, (kept) => refused(kept, waiting, answer));
  const verdict = await verdictOn(waiting, answer.body, key).catch(() => "again");
  return change(scope, (kept) => taken(kept, waiting, answer.body, verdict));
}

const post = (address, act) =>
  askJson(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(act),
  });

/** What waits once the sent one is `next`; a ballot that took its place meanwhile stays as it is. */
function instead({ waiting }, sent, next) {
  return waiting?.seq === sent.seq && waiting.choice === sent.choice ? next : waiting;
}

/** The record where a ballot is tried again later, and why. */
function later(record, sent, reason, after) {
  const waiting = instead(record, sent, { ...sent, due: Date.now() + after });
  return { ...record, note: { reason }, waiting };
}

/** The record after a receipt: only one that holds lets a ballot count as cast. */
function taken(record, sent, { receipt, key }, verdict) {
  if (verdict === "again")
    return later(record, { ...sent, answer: { receipt, key } }, "again", AGAIN_AFTER);
  if (verdict === "unproven") {
    const { answer, ...unanswered } = sent;
    return later(record, unanswered, "unproven", UNPROVEN_AGAIN_AFTER);
  }
  const { seq, choice, act } = sent;
  const cast = { scope: act.scope, nonce: act.nonce, choice, seq, receipt, key };
  return { ...record, waiting: instead(record, sent, null), note: null, cast, key };
}

/** The record after any other answer, or none. */
function refused(record, sent, { status, body }) {
  if (body.reason === "BoxNotOpen") return later(record, sent, "shut", SHUT_AGAIN_AFTER);
  if (isForLater(status)) return later(record, sent, "again", AGAIN_AFTER);
  const waiting = instead(record, sent, null);
  if (body.reason === "LaterBallotStands")
    return { ...record, waiting, seen: body.seq, note: { reason: "overtaken" } };
  return { ...record, waiting, note: { reason: "refused", detail: body.detail ?? "" } };
}

async function change(scope, how) {
  await update(scope, (record) => (record ? how(record) : record), store);
  await noteWaiting();
  return ballotsOf(scope);
}

async function noteWaiting() {
  noteBallotWaiting((await waitingBallots()).length > 0);
  tellThisPage();
  otherTabs?.postMessage("changed");
}
