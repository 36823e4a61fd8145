// The head of a room: its menu, who is here, how the connection stands, who is typing.
import { words } from "./_words.js";

const TYPING_FOR = 5000;
// A gap shorter than this is nobody's business.
const CALM = 1500;
const NOTE_FOR = 8000;

/** Panels over the log: one is open at a time, Escape closes it. */
export class Panels {
  constructor(box, covered) {
    Object.assign(this, { box, covered });
    this.panels = [...box.querySelectorAll("[data-panel]")];
    box.addEventListener("click", ({ target }) => {
      const opener = target.closest("[data-opens]");
      if (opener) this.toggle(opener.dataset.opens);
      else if (target.closest("[data-closes]")) this.close();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open && event.target.closest("[data-panel]")) this.close();
    });
  }

  get open() {
    return this.panels.find(({ hidden }) => !hidden);
  }

  toggle(name) {
    if (this.open?.dataset.panel === name) {
      this.close();
      return;
    }
    for (const panel of this.panels) panel.hidden = panel.dataset.panel !== name;
    this.tell(name);
    const panel = this.open;
    (panel.querySelector("input, h2, button, a") ?? panel).focus();
  }

  close({ isQuiet = false } = {}) {
    if (!this.open) return;
    for (const panel of this.panels) panel.hidden = true;
    this.tell("");
    if (!isQuiet) this.box.querySelector("[data-opens=menu]").focus();
  }

  tell(name) {
    // What lies below a panel is not there meanwhile, for the keyboard either.
    this.covered.inert = Boolean(name);
    for (const opener of this.box.querySelectorAll("[data-opens][aria-expanded]"))
      opener.setAttribute("aria-expanded", String(opener.dataset.opens === name));
  }
}

export class Head {
  constructor(box, say) {
    Object.assign(this, { box, say });
    this.typists = new Map();
  }

  part(name) {
    return this.box.querySelector(`[data-${name}]`);
  }

  count(count) {
    this.part("count").textContent = this.say.counted("here", count);
  }

  /** Said once, and not at all where it passes by itself at once. */
  state(name, sentence) {
    clearTimeout(this.telling);
    const said = { live: "", ...this.say.states };
    const text = sentence ?? said[name] ?? "";
    const tell = () => {
      const status = this.part("status");
      if (status.textContent !== text) status.textContent = text;
      status.hidden = !text;
      this.box.dataset.state = name;
    };
    if (["live", "refused", "unable"].includes(name)) tell();
    else this.telling = setTimeout(tell, CALM);
  }

  /** A sentence of the moment, until the state of the connection has something to say. */
  note(sentence) {
    const status = this.part("status");
    status.textContent = sentence;
    status.hidden = false;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      status.hidden = true;
      status.textContent = "";
    }, NOTE_FOR);
  }

  typing(name) {
    clearTimeout(this.typists.get(name));
    this.typists.set(
      name,
      setTimeout(() => this.stopped(name), TYPING_FOR),
    );
    this.tellTyping();
  }

  stopped(name) {
    clearTimeout(this.typists.get(name));
    if (this.typists.delete(name)) this.tellTyping();
  }

  tellTyping() {
    const [one, other, more] = this.typists.keys();
    const { typing } = this.say;
    let text = "";
    if (more) text = typing.many;
    else if (other) text = words(typing.two, { one, other });
    else if (one) text = words(typing.one, { one });
    this.part("typing").textContent = text;
    // There is one line for both, so that nothing moves.
    this.part("count").hidden = Boolean(text);
  }
}
