// Completion of "@name" in the text field, by keyboard or by touch.
import { el } from "./_dom.js";
import { folded, typedName } from "./_room_text.js";

const MOST = 5;

export class Names {
  /** `names()` gives those who can be named, those who spoke last first. */
  constructor(field, list, names) {
    Object.assign(this, { field, list, names });
    this.found = [];
    this.at = 0;
    field.addEventListener("input", () => this.look());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("click", () => this.look());
    list.addEventListener("pointerdown", (event) => {
      // The field keeps the focus, and a phone its keyboard.
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take([...list.children].indexOf(option));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  look() {
    const { value, selectionStart, selectionEnd } = this.field;
    this.begun = selectionStart === selectionEnd ? typedName(value, selectionStart) : null;
    const sought = this.begun && folded(this.begun.typed);
    this.found = this.begun
      ? this.names()
          .filter((name) => folded(name) !== sought && folded(name).includes(sought))
          .slice(0, MOST)
      : [];
    this.at = 0;
    this.draw();
  }

  draw() {
    const options = this.found.map((name, at) =>
      el("li", { id: `name-${at}`, role: "option", "aria-selected": String(at === this.at) }, name),
    );
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    if (options.length) this.field.setAttribute("aria-activedescendant", `name-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.found = [];
    this.draw();
  }

  take(at) {
    const { from, typed } = this.begun;
    this.field.setRangeText(`@${this.found[at]} `, from, from + 1 + typed.length, "end");
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** True where the key was for the list. */
  press(event) {
    if (!this.isOpen) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      this.at = (this.at + steps[event.key] + this.found.length) % this.found.length;
      this.draw();
    } else if (event.key === "Enter" || event.key === "Tab") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}
