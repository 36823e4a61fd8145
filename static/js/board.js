// The board: finding one's own ballot, and counting all of them again, both on this phone alone.
import { ballotsOf } from "./_ballots.js";
import { boardPages, fate, loadPreamble } from "./_board.js";
import { isReceiptSigned } from "./_receipts.js";
import { shownNumber } from "./_words.js";

const SHOWN = 20;

function say(box, name) {
  for (const each of box.querySelectorAll("[data-say]")) each.hidden = each.dataset.say !== name;
}

class Finding {
  constructor(form, recounting) {
    this.form = form;
    this.addresses = recounting.dataset;
    this.choices = JSON.parse(form.dataset.choices);
  }

  async start() {
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.find();
    });
    const kept = await ballotsOf(this.form.dataset.scope).catch(() => null);
    this.kept = kept?.cast ?? null;
    this.form.querySelector("[data-saved-here]").hidden = !this.kept;
  }

  /** What is looked for: the file, else what was typed, else what this phone keeps. */
  async receipt() {
    const [file] = this.form.querySelector("[type=file]").files;
    if (file) return JSON.parse(await file.text());
    const typed = this.form.elements.nonce.value.trim();
    return typed ? { nonce: typed } : this.kept;
  }

  async find() {
    const receipt = await this.receipt().catch(() => ({}));
    if (!receipt) return say(this.form, "no-receipt");
    say(this.form, "looking");
    try {
      if (!(await this.isOurs(receipt))) return say(this.form, "not-ours");
      const found = await this.look(receipt.nonce);
      for (const each of this.form.querySelectorAll("[data-found-choice]"))
        each.textContent = found ? this.choices[found.choice] : "";
      return say(this.form, fate(receipt, found));
    } catch {
      return say(this.form, "failed");
    }
  }

  /** A typed number needs no signature; a receipt must be of this vote and signed by the house. */
  async isOurs(receipt) {
    if (typeof receipt.nonce !== "string") return false;
    if (receipt.seq === undefined) return true;
    const { receipts } = await loadPreamble(this.addresses.result);
    const { key } = JSON.parse(receipts.leaf).content;
    return receipt.scope === this.form.dataset.scope && isReceiptSigned(receipt, key);
  }

  /** All pages to the last, wherever it is found: when one stops would tell. */
  async look(nonce) {
    let found = null;
    for await (const page of boardPages(this.addresses.ballots))
      found ??= page.find((ballot) => ballot.nonce === nonce) ?? null;
    return found;
  }
}

class Recounting {
  constructor(box) {
    this.box = box;
    this.bar = box.querySelector("[data-bar]");
    this.buttons = [box.querySelector("[data-start]"), box.querySelector("[data-stop]")];
    this.choices = JSON.parse(box.dataset.choices);
  }

  start() {
    const [begin, stop] = this.buttons;
    begin.addEventListener("click", () => this.begin());
    stop.addEventListener("click", () => this.end("stopped"));
    this.box.hidden = !window.Worker;
  }

  begin() {
    const { worker, result, ballots, consistency } = this.box.dataset;
    say(this.box, "");
    this.worker = new Worker(worker);
    this.worker.onerror = () => this.end("failed");
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.postMessage({ result, ballots, consistency });
    this.isRunning(true);
    this.progress(0);
  }

  isRunning(is) {
    const [begin, stop] = this.buttons;
    [begin.hidden, stop.hidden, this.bar.hidden] = [is, !is, !is];
    (is ? stop : begin).focus();
  }

  hear({ done, verdict, failed }) {
    if (done !== undefined) return this.progress(done);
    if (failed) return this.end("failed");
    this.show(verdict);
    return this.end(verdict.holds ? "holds" : "broken");
  }

  progress(done) {
    this.bar.querySelector("progress").value = done;
    this.bar.querySelector("[data-done]").textContent = shownNumber(done);
  }

  end(how) {
    this.worker.terminate();
    this.isRunning(false);
    say(this.box, how);
    this.box.querySelector("[data-verdict]").focus();
  }

  show({ counts, faults, bad }) {
    const figures = Object.entries(counts ?? {}).map(
      ([choice, number]) => `${this.choices[choice]} ${shownNumber(number)}`,
    );
    for (const each of this.box.querySelectorAll("[data-counts]"))
      each.textContent = figures.join(", ");
    for (const line of this.box.querySelectorAll("[data-fault]")) {
      const name = line.dataset.fault;
      const which = bad.filter(({ fault }) => fault === name).map(({ nonce }) => nonce);
      line.hidden = !faults.includes(name) && which.length === 0;
      line.querySelector("[data-which]").textContent = which.slice(0, SHOWN).join(" ");
    }
  }
}

const recounting = document.querySelector("[data-recount]");
if (recounting) {
  new Recounting(recounting).start();
  new Finding(document.querySelector("[data-find]"), recounting).start();
}
