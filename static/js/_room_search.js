// Searching the room: the house looks, and a result leads to its line.
import { button, el } from "./_dom.js";
import { nameOf } from "./_room_line.js";
import { dayInWords, dayOf, hourOf } from "./_room_when.js";

export class Search {
  /** `ask({ words, before? })` answers `{ messages, more, next }` or throws a sentence. */
  constructor(panel, room, ask) {
    Object.assign(this, { panel, room, ask });
    this.results = panel.querySelector("[data-results]");
    this.status = panel.querySelector("[role=status]");
    this.older = panel.querySelector("[data-older-results]");
    const form = panel.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.words = form.elements.words.value.trim();
      this.results.replaceChildren();
      if (this.words) this.look();
    });
    this.older.addEventListener("click", () => this.look(this.next));
  }

  async look(before) {
    const { say } = this.room;
    this.status.textContent = say.searching;
    this.older.hidden = true;
    try {
      const { messages, more, next } = await this.ask(
        before === undefined ? { words: this.words } : { words: this.words, before },
      );
      this.results.append(...messages.map((line) => this.result(line)));
      this.next = next ?? messages[messages.length - 1]?.id;
      this.older.hidden = !more;
      const count = this.results.children.length;
      this.status.textContent = count ? say.counted("found", count) : say.noneFound;
    } catch (error) {
      this.status.textContent = error.sentence ?? say.noAnswer;
      this.older.hidden = before === undefined;
    }
  }

  result(line) {
    const { own, say } = this.room;
    const when = [dayInWords(dayOf(line)), hourOf(line)].filter(Boolean).join(" · ");
    const to = button("", () => this.room.jump(line.id), "plain result");
    to.append(
      el(
        "span",
        { class: "by" },
        ...nameOf(line, own, say),
        " ",
        el("span", { class: "small" }, when),
      ),
      el("span", { lang: line.lang, dir: "auto" }, line.warning ?? line.text),
    );
    return el("li", {}, to);
  }
}
