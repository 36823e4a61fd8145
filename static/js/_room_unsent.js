// What was said here and is not known to be stored: kept in this tab until it is, and said once.
import { toBase64 } from "./_bytes.js";
import { Lost } from "./_room_wire.js";

// What was written longer ago than this leaves only when its author says so.
const FRESH = 10 * 60_000;

// The house has answered, and stored nothing.
const UNTOLD = { id: null, wasTried: false };

export const newClientId = () => toBase64(crypto.getRandomValues(new Uint8Array(16)));

function attempt(act) {
  try {
    return act();
  } catch {
    // Storage refused: then what waits does not outlast a reload, and nothing else breaks.
    return null;
  }
}

/** Items are `{ client_id, text, quote, lang, warning, sure, at, after, scope, state }` and what a
 * state adds: "waiting", "sending", "sent" (`id`), "asks" (`traces`), "failed" (`sentence`). */
export class Unsent {
  constructor({ room, scope, ask, changed, sent, muted }) {
    Object.assign(this, { scope, ask, changed, sent, muted });
    this.name = `unsent:${room}`;
    this.items = (attempt(() => JSON.parse(sessionStorage.getItem(this.name))) ?? []).map((item) =>
      this.found(item),
    );
  }

  /** In another month the same wallet has another name: its author decides. */
  found(item) {
    const mayGo = item.scope === this.scope && Date.now() - item.at < FRESH;
    return { ...item, state: mayGo ? "waiting" : "failed", sentence: null };
  }

  keep() {
    const items = this.items.filter(({ state }) => state !== "sent");
    attempt(() => {
      if (items.length) sessionStorage.setItem(this.name, JSON.stringify(items));
      else sessionStorage.removeItem(this.name);
    });
    this.changed();
  }

  add(draft) {
    const made = { client_id: newClientId(), scope: this.scope, at: Date.now(), state: "waiting" };
    this.items.push({ ...draft, ...made });
    this.keep();
    this.flush();
  }

  find(clientId) {
    return this.items.find(({ client_id }) => client_id === clientId);
  }

  drop(clientId) {
    this.items = this.items.filter(({ client_id }) => client_id !== clientId);
    this.keep();
  }

  again(clientId, more = {}) {
    const item = this.find(clientId);
    if (!item) return;
    // A name of a new month takes the line over as its own.
    const renamed = item.scope === this.scope ? {} : { client_id: newClientId() };
    Object.assign(item, more, renamed, { scope: this.scope, state: "waiting", at: Date.now() });
    this.keep();
    this.flush();
  }

  /** Nothing leaves any more: what waited says why, and its author keeps the words or not. */
  halt(sentence) {
    clearTimeout(this.later);
    const waiting = this.items.filter(({ state }) => state === "waiting" || state === "asks");
    for (const item of waiting) Object.assign(item, { state: "failed", sentence });
    if (waiting.length) this.keep();
  }

  /** A line of one's own came by the wire: what it is made of need not be shown twice. */
  meet(line) {
    const told = ({ id, text, after, wasTried }) =>
      id === line.id || (wasTried && !id && text === line.text && line.id > after);
    const item = this.items.find(told);
    if (!item) return;
    item.id = line.id;
    if (item.state === "sent") this.drop(item.client_id);
    else if (item.state === "failed") this.again(item.client_id);
    else this.changed();
  }

  /** One after the other, so that they are stored in the order in which they were written. */
  async flush() {
    if (this.isFlushing) return;
    this.isFlushing = true;
    try {
      for (;;) {
        const item = this.items.find(({ state }) => state === "waiting");
        if (!item || !(await this.send(item))) return;
      }
    } finally {
      this.isFlushing = false;
    }
  }

  async send(item) {
    Object.assign(item, { state: "sending", sentence: null, wasTried: true });
    this.keep();
    const { client_id, text, quote, lang, warning, sure } = item;
    const said = { client_id, text, lang, sure: Boolean(sure) };
    if (quote) said.quote = quote;
    if (warning !== null && warning !== undefined) said.warning = warning;
    try {
      this.answered(item, await this.ask("say", said));
      return true;
    } catch (error) {
      return this.refused(item, error);
    } finally {
      this.keep();
    }
  }

  answered(item, { id, traces }) {
    if (traces) {
      Object.assign(item, { state: "asks", traces, ...UNTOLD });
      return;
    }
    Object.assign(item, { state: "sent", id });
    this.sent(item);
  }

  /** Whether the next one may be tried. */
  refused(item, error) {
    if (error instanceof Lost) {
      // With the connection gone it leaves once that is back; without an answer its author says.
      item.state = error.isLate ? "failed" : "waiting";
      return error.isLate;
    }
    if (error.reason === "Muted") this.muted(error.sentence);
    const wait = error.retryAfter;
    Object.assign(item, {
      state: wait ? "waiting" : "failed",
      sentence: error.sentence,
      ...UNTOLD,
    });
    if (!wait) return true;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.flush(), 1000 * wait + 200);
    return false;
  }
}
