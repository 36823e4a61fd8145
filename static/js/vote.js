// The page of a vote: draw, choose, check, cast, keep the proof. The ballot is signed here, and
// waits here a random while before it leaves.
import { signAct } from "./_acts.js";
import { alone, ballotsOf, keepWaiting, nextSeq, send } from "./_ballots.js";
import { askAgain } from "./_checked.js";
import { verdictOn } from "./_proving.js";
import { saveAsFile } from "./_save.js";
import { tokenFor } from "./_tokens.js";
import { words } from "./_words.js";

// How long a ballot waits, in milliseconds: between these, at random.
const [LEAST, MOST] = [30_000, 600_000];
const LOOK_AGAIN = 5000;
const STEPS = ["draw", "choose", "check", "cast", "keep"];
const STEP_OF = { choose: 1, check: 2, waiting: 3, cast: 4, overtaken: 1, refused: 1 };

function randomWait() {
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  return LEAST + Math.floor((drawn / 2 ** 32) * (MOST - LEAST));
}

class VotingPage {
  constructor(box) {
    this.box = box;
    this.scope = box.dataset.scope;
    this.choices = JSON.parse(box.dataset.choices);
    this.lastHour = Date.now() + 1000 * Number(box.dataset.toLastHour);
    this.form = this.part("choose");
    this.shown = null;
    this.isSending = false;
  }

  part(name) {
    return this.box.querySelector(`[data-part="${name}"]`);
  }

  async start() {
    try {
      this.record = await ballotsOf(this.scope);
      this.token = await tokenFor(this.scope);
      this.showStanding();
      this.listen();
    } catch {
      this.show("no-storage");
    }
    this.box.hidden = false;
  }

  listen() {
    const acts = {
      cast: () => this.cast(),
      sendNow: () => this.sendNow(),
      change: () => this.chooseAnew(),
      back: () => this.showStanding(),
      save: (name) => this.saveReceipt(name),
    };
    this.box.addEventListener("click", ({ target }) => {
      for (const [name, value] of Object.entries(target.closest("button")?.dataset ?? {}))
        acts[name]?.(value);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check(new FormData(this.form).get("choice"));
    });
    const refresh = () => this.refresh();
    document.addEventListener("ballots-changed", refresh);
    for (const event of ["focus", "online", "offline"]) window.addEventListener(event, refresh);
    setInterval(refresh, LOOK_AGAIN);
  }

  show(name) {
    for (const each of this.box.querySelectorAll("[data-part]"))
      each.hidden = each.dataset.part !== name;
    this.markStep(STEP_OF[name] ?? 0);
    // Not on the first showing: the page itself has just been opened.
    if (this.shown !== null && this.shown !== name) this.part(name).querySelector("h2")?.focus();
    this.shown = name;
  }

  markStep(now) {
    for (const mark of this.box.querySelectorAll("[data-step]")) {
      const place = STEPS.indexOf(mark.dataset.step);
      mark.className = place < now ? "done" : place === now ? "now" : "";
      if (place === now) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    }
  }

  showStanding() {
    const { record, token } = this;
    this.isAnew = false;
    if (record?.waiting) this.showWaiting();
    else if (record?.note?.reason === "overtaken") this.show("overtaken");
    else if (record?.note?.reason === "refused") this.showRefused();
    else if (record?.cast) this.showCast();
    else if (!token) this.showNoToken();
    else this.show(this.box.dataset.state === "shut" ? "ready" : "choose");
  }

  sayChoice(name, choice) {
    this.part(name).querySelector("[data-choice]").textContent = this.choices[choice];
  }

  showWaiting() {
    const { cast, note, waiting } = this.record;
    const part = this.part("waiting");
    this.sayChoice("waiting", waiting.choice);
    const when = part.querySelector("[data-when]");
    const sentence = this.whenInWords(when.dataset);
    // Only when it changed: a screen reader would say it again.
    if (when.textContent !== sentence) when.textContent = sentence;
    const before = part.querySelector("[data-before]");
    // Which of the two lies in the box, only a receipt that holds could tell.
    before.hidden = !cast || note?.reason === "unproven";
    if (cast) before.querySelector("[data-before-choice]").textContent = this.choices[cast.choice];
    this.show("waiting");
  }

  whenInWords(said) {
    const { note, waiting } = this.record;
    if (this.isSending) return said.wordsSending;
    if (note?.reason === "unproven") return said.wordsUnproven;
    if (note?.reason === "shut") return said.wordsShut;
    if (navigator.onLine === false) return said.wordsOffline;
    if (note?.reason === "again") return said.wordsAgain;
    const minutes = Math.round((waiting.due - Date.now()) / 60_000);
    return minutes < 2 ? said.wordsSoon : words(said.wordsMinutes, { minutes });
  }

  showRefused() {
    this.part("refused").querySelector("[data-detail]").textContent = this.record.note.detail;
    this.show("refused");
  }

  showNoToken() {
    // A page of the seat that looked a moment ago looks again: the vote may have opened since.
    askAgain();
    this.show("no-token");
  }

  showCast() {
    this.sayChoice("cast", this.record.cast.choice);
    this.show("cast");
  }

  async refresh() {
    this.record = await ballotsOf(this.scope);
    this.token ??= await tokenFor(this.scope);
    if (!this.isChoosing()) this.showStanding();
  }

  /** While somebody is choosing, what another tab does meanwhile does not call them away. */
  isChoosing() {
    const hasBegun = this.isAnew || this.form.querySelector(":checked");
    return this.shown === "check" || (this.shown === "choose" && hasBegun);
  }

  async chooseAnew() {
    this.token ??= await tokenFor(this.scope);
    if (!this.token) return this.showNoToken();
    const stands = this.record?.cast || this.record?.waiting;
    this.form.querySelector("[data-back]").hidden = !stands;
    this.isAnew = true;
    return this.show("choose");
  }

  check(choice) {
    if (!this.choices[choice]) return;
    this.picked = choice;
    this.form.reset();
    this.sayChoice("check", choice);
    this.show("check");
  }

  /** One press makes one ballot: the second of a double click finds it made. */
  async cast() {
    if (this.isSending) return;
    this.isSending = true;
    const now = Date.now();
    const due = now >= this.lastHour ? now : Math.min(now + randomWait(), this.lastHour);
    try {
      await alone(this.scope, () => this.keep(due));
      if (due <= now) await send(this.scope, verdictOn, { now: true });
    } finally {
      await this.rest();
    }
  }

  async keep(due) {
    const seq = nextSeq(await ballotsOf(this.scope));
    const act = signAct(this.token, { act: "ballot", choice: this.picked, seq });
    const { address, page, title } = this.box.dataset;
    await keepWaiting(
      this.scope,
      { address, page, title },
      { act, due, ledger: this.token.ledger },
    );
  }

  async sendNow() {
    if (this.isSending || !this.record?.waiting) return;
    this.isSending = true;
    this.showWaiting();
    try {
      await send(this.scope, verdictOn, { now: true });
    } finally {
      await this.rest();
    }
  }

  async rest() {
    this.isSending = false;
    this.record = await ballotsOf(this.scope);
    this.showStanding();
  }

  saveReceipt(name) {
    const kept = { title: this.box.dataset.title, ...this.record.cast };
    saveAsFile(name, `${JSON.stringify(kept, null, 2)}\n`);
    const status = this.box.querySelector("[data-saved]");
    status.textContent = status.dataset.saved;
  }
}

/** After the close: whether the last ballot of this phone stayed behind. */
async function sayTooLate(sentence) {
  const record = await ballotsOf(sentence.dataset.tooLate).catch(() => null);
  const { waiting, note } = record ?? {};
  // With a receipt, or one that does not hold, it may well lie in the box.
  const isUnsent = waiting && !waiting.answer && note?.reason !== "unproven";
  sentence.hidden = !isUnsent && note?.reason !== "refused";
}

for (const box of document.querySelectorAll("[data-vote]")) new VotingPage(box).start();
for (const sentence of document.querySelectorAll("[data-too-late]")) sayTooLate(sentence);
