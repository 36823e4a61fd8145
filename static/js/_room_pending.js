// What waits to be stored, below all lines: what it says, how it stands, what one can do.
import { button, el } from "./_dom.js";
import { nameOf, textOf } from "./_room_line.js";

/** What could point to its author, and two answers. */
export function question(traces, say, { send, change }) {
  const found = traces.map(({ text, sentence }) =>
    el("li", {}, el("bdi", {}, el("q", {}, text)), ` ${sentence}`),
  );
  return el(
    "div",
    { class: "asks", role: "group", "aria-label": say.points, tabindex: "-1" },
    el("p", {}, el("b", {}, say.points)),
    el("ul", {}, ...found),
    el("div", { class: "acts" }, button(say.sendAnyway, send), button(say.change, change)),
  );
}

export class Pending {
  /** `acts` is `{ again(id), sure(id), change(id), copy(id), drop(id) }`; `copy` throws where the
   * browser lets nothing be copied. */
  constructor(box, room, acts) {
    Object.assign(this, { box, room, acts });
    this.drawn = new Map();
  }

  draw(items) {
    const shown = items.filter(({ id, state }) => !id || state === "sent");
    for (const [clientId, { entry }] of this.drawn)
      if (!shown.some(({ client_id }) => client_id === clientId)) {
        entry.remove();
        this.drawn.delete(clientId);
      }
    for (const item of shown) this.put(item);
  }

  put(item) {
    const stands = `${item.state} ${this.room.mayWrite} ${item.sentence ?? ""}`;
    const known = this.drawn.get(item.client_id);
    if (known?.stands === stands) return;
    const entry = this.made(item);
    if (known) known.entry.replaceWith(entry);
    else this.box.append(entry);
    this.drawn.set(item.client_id, { entry, stands });
    // A question must not be missed by whoever cannot see it.
    if (item.state === "asks") {
      entry.querySelector(".asks").focus();
      entry.scrollIntoView({ block: "nearest" });
    }
  }

  made(item) {
    const { own, colour, say } = this.room;
    const line = { ...item, pseudonym: own, colour };
    const by = el("p", { class: "by" }, ...nameOf(line, own, say));
    const body = el("div", { class: "line mine waits" }, by, textOf(line, this.room));
    if (item.state === "sending") by.append(" ", el("span", { class: "small" }, say.sending));
    if (item.state === "waiting")
      body.append(el("p", { class: "small" }, item.sentence ?? say.waiting));
    if (item.state === "failed") body.append(this.failed(item));
    if (item.state === "asks") body.append(this.asks(item));
    return el("article", { class: "entry" }, body);
  }

  failed({ client_id, sentence }) {
    const { say, mayWrite } = this.room;
    const ways = mayWrite
      ? [
          button(say.tryAgain, () => this.acts.again(client_id)),
          button(say.change, () => this.acts.change(client_id)),
        ]
      : [this.copying(client_id)];
    return el(
      "div",
      { role: "alert" },
      el("p", { class: "not-sent" }, say.notSent, sentence ? ` ${sentence}` : null),
      el(
        "div",
        { class: "acts" },
        ...ways,
        button(say.discard, () => this.acts.drop(client_id)),
      ),
    );
  }

  /** Where nothing can be said any more, the words can still be taken along. */
  copying(clientId) {
    // No clipboard without TLS.
    if (!navigator.clipboard) return null;
    const { say } = this.room;
    const copy = button(say.copy, async () => {
      const isCopied = await this.acts.copy(clientId).then(
        () => true,
        () => false,
      );
      copy.textContent = isCopied ? say.copied : say.notCopied;
    });
    copy.setAttribute("aria-live", "polite");
    return copy;
  }

  asks({ client_id, traces }) {
    return question(traces, this.room.say, {
      send: () => this.acts.sure(client_id),
      change: () => this.acts.change(client_id),
    });
  }
}
