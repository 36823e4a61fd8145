// Ballots on this phone, in IndexedDB: what was cast, with its receipt, and what has not left yet.
// What leaves is signed already: sending it again, from two tabs or after a crash, changes nothing.
import { clear, createStore, entries, get, update } from "idb-keyval";
import { noteBallotWaiting } from "./_waiting.js";

const store = createStore("ballots", "kept");
const otherTabs = window.BroadcastChannel && new BroadcastChannel("ballots");
const PATIENCE = 20_000;
const AGAIN_AFTER = 15_000;
const SHUT_AGAIN_AFTER = 60_000;

const tellThisPage = () => document.dispatchEvent(new CustomEvent("ballots-changed"));
otherTabs?.addEventListener("message", tellThisPage);

/** What is kept of a vote: `{ cast, waiting, seen, note, about }`, or null. */
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

/** Lets a signed ballot wait until `due`; an earlier one that has not left is replaced. */
export async function keepWaiting(scope, about, { act, due }) {
  const { choice, seq } = act.body;
  await update(
    scope,
    (record) => ({ ...record, about, note: null, waiting: { act, choice, seq, due } }),
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

/** Sends what is due, or at once when `now`. Gives what is then kept of the vote. */
export function send(scope, { now = false } = {}) {
  return alone(scope, () => sendOne(scope, now));
}

async function sendOne(scope, now) {
  const record = await ballotsOf(scope);
  if (!record?.waiting || (!now && Date.now() < record.waiting.due)) return record;
  const answer = await post(record.about.address, record.waiting.act);
  return change(scope, (kept) => answered(kept, record.waiting, answer));
}

async function post(address, act) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(act),
      credentials: "omit",
      cache: "no-store",
      signal: stop.signal,
    });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** The record after an answer; a ballot that took the place of the one sent stays as it is. */
function answered(record, sent, { status, body }) {
  const isSame = record.waiting?.seq === sent.seq && record.waiting.choice === sent.choice;
  const waiting = isSame ? null : record.waiting;
  const later = (why, after) => ({
    ...record,
    note: { reason: why },
    waiting: isSame ? { ...sent, due: Date.now() + after } : waiting,
  });
  if (status === 200 || status === 201) {
    const { seq, choice } = sent;
    return { ...record, waiting, note: null, cast: { ...body, seq, choice } };
  }
  if (body.reason === "LaterBallotStands")
    return { ...record, waiting, seen: body.seq, note: { reason: "overtaken" } };
  if (body.reason === "BoxNotOpen") return later("shut", SHUT_AGAIN_AFTER);
  if (status === 0 || status === 429 || status >= 500) return later("again", AGAIN_AFTER);
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
