// What one can do with a line: a row of buttons under it, opened by its dots or by Enter.
import { button, el } from "./_dom.js";
import { mayEdit } from "./_room_when.js";

export class Acts {
  /** `does` is `{ reply(line), edit(line), remove(id), flag(id, reason), report(line) }`; `remove`
   * and `flag` answer once the house has, or throw its sentence. */
  constructor(view, room, does) {
    Object.assign(this, { view, room, does });
    this.openId = null;
  }

  toggle(id) {
    if (this.openId === id) this.close();
    else this.open(id);
  }

  open(id) {
    this.close({ isQuiet: true });
    const [entry, line] = [this.view.entry(id), this.view.log.get(id)];
    if (!entry || !line || line.removed) return;
    this.openId = id;
    entry.querySelector(".more")?.setAttribute("aria-expanded", "true");
    this.show(this.choices(line));
    entry.scrollIntoView({ block: "nearest" });
    this.view.look();
  }

  close({ isQuiet = false } = {}) {
    const entry = this.view.entry(this.openId);
    this.openId = null;
    if (!entry) return;
    entry.querySelector("[data-acts]")?.remove();
    entry.querySelector(".more")?.setAttribute("aria-expanded", "false");
    if (!isQuiet) entry.focus({ preventScroll: true });
    this.view.look();
  }

  /** Puts this in the place of what was there, and the focus on its first button. */
  show(panel) {
    const entry = this.view.entry(this.openId);
    if (!entry) return;
    panel.dataset.acts = "";
    entry.querySelector("[data-acts]")?.remove();
    entry.append(panel);
    (panel.querySelector("button") ?? panel).focus({ preventScroll: true });
    entry.scrollIntoView({ block: "nearest" });
  }

  row(label, ...buttons) {
    return el("div", { class: "acts", role: "group", "aria-label": label }, ...buttons);
  }

  choices(line) {
    const { own, say } = this.room;
    const then = (act) => () => {
      this.close({ isQuiet: true });
      act(line);
    };
    const cancel = button(say.close, () => this.close());
    if (line.pseudonym !== own)
      return this.row(
        say.acts,
        this.mayWrite() && button(say.reply, then(this.does.reply)),
        button(say.flag, () => this.show(this.reasons(line))),
        cancel,
      );
    return this.row(
      say.acts,
      this.mayWrite() && button(say.reply, then(this.does.reply)),
      this.mayWrite() && mayEdit(line) && button(say.edit, then(this.does.edit)),
      button(say.takeBack, () => this.show(this.sure(line))),
      button(say.report, () => this.does.report(line)),
      cancel,
    );
  }

  mayWrite() {
    return this.room.mayWrite;
  }

  reasons(line) {
    const { reasons, say } = this.room;
    const each = Object.entries(reasons).map(([reason, sentence]) =>
      button(
        sentence,
        () => this.ask(() => this.does.flag(line.id, reason), say.flagged),
        "second",
      ),
    );
    const row = this.row(say.flagWhy, el("p", {}, say.flagWhy), ...each);
    row.classList.add("reasons");
    row.append(button(say.cancel, () => this.close()));
    return row;
  }

  sure(line) {
    const { say } = this.room;
    return this.row(
      say.takeBackSure,
      el("p", {}, say.takeBackSure),
      button(say.takeBackYes, () => this.ask(() => this.does.remove(line.id)), "danger"),
      button(say.keep, () => this.close(), "second"),
    );
  }

  /** Asks the house, and says what it answered. */
  async ask(act, done) {
    const id = this.openId;
    const { say } = this.room;
    let sentence = done;
    try {
      await act();
    } catch (error) {
      sentence = error.sentence ?? say.noAnswer;
    }
    if (this.openId !== id) return;
    if (!sentence) {
      this.close();
      return;
    }
    const said = el("p", { role: "status", tabindex: "-1" });
    this.show(
      el(
        "div",
        { class: "acts" },
        said,
        button(say.close, () => this.close()),
      ),
    );
    said.textContent = sentence;
  }
}
