// The field at the bottom: what one writes, what it answers, and when it may leave.
import { forgetDraft, keepDraft, readDraft } from "./_drafts.js";
import { Names } from "./_room_names.js";
import { question } from "./_room_pending.js";
import { isTooLong, languageOf } from "./_room_text.js";
import { words } from "./_words.js";

const TYPING_EVERY = 3000;
// From so many signs on, how many are left is said.
const NEAR_THE_END = 200;
const touch = window.matchMedia("(hover: none) and (pointer: coarse)");

export class Composer {
  /** `does` is `{ say(draft), edit(id, text, sure), typing(), names() }`; `edit` answers `{ traces }`
   * where something could identify, and throws the house's sentence. */
  constructor(form, room, does) {
    Object.assign(this, { form, room, does });
    this.field = form.elements.text;
    this.warning = form.elements.warning;
    this.names = new Names(this.field, form.querySelector("[data-names]"), does.names);
    this.draft = `room-${form.dataset.roomName}`;
    this.answering = this.editing = null;
    this.field.value = readDraft(this.draft)?.text ?? "";
    this.field.enterKeyHint = touch.matches ? "enter" : "send";
    this.listen();
    this.grow();
  }

  listen() {
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.part("stop").addEventListener("click", () => this.leave());
  }

  part(name) {
    return this.form.querySelector(`[data-${name}]`);
  }

  typed() {
    this.grow();
    const { value } = this.field;
    if (!this.editing) {
      if (value.trim()) keepDraft(this.draft, { text: value });
      else forgetDraft(this.draft);
    }
    const left = this.field.maxLength - value.length;
    const note = this.part("left");
    note.textContent = left < NEAR_THE_END ? words(this.room.say.left, { count: left }) : "";
    this.tellTyping(value);
  }

  tellTyping(value) {
    const now = Date.now();
    if (!value.trim() || this.editing || now - (this.toldTyping ?? 0) < TYPING_EVERY) return;
    this.toldTyping = now;
    this.does.typing();
  }

  /** As high as what is written, within what the style allows. */
  grow() {
    this.field.style.blockSize = "auto";
    this.field.style.blockSize = `${this.field.scrollHeight + 3}px`;
  }

  press(event) {
    // While a sign is put together (Hindi, Japanese), Enter belongs to that.
    if (event.isComposing || this.names.press(event)) return;
    if (event.key === "Escape" && (this.answering || this.editing)) {
      this.leave();
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || touch.matches) return;
    event.preventDefault();
    this.send();
  }

  send() {
    const text = this.field.value.trim();
    if (!text || this.wait > 0 || !this.room.mayWrite) return;
    // The field takes no more by typing; what was put into it may be longer.
    this.say(isTooLong(text) ? this.room.say.tooLong : "");
    if (isTooLong(text)) return;
    if (this.editing) {
      this.save(text);
      return;
    }
    const warning = this.warning?.value.trim() || null;
    const lang = languageOf(text, this.form.elements.language.value);
    this.does.say({ text, lang, warning, quote: this.answering?.id ?? null });
    this.leave({ isSent: true });
  }

  /** Back to an empty field, or to what was being written before an edit. */
  leave({ isSent = false } = {}) {
    const wasEditing = this.editing;
    this.answering = this.editing = null;
    this.part("about-line").hidden = true;
    this.part("asking").replaceChildren();
    this.say("");
    if (isSent && !wasEditing) {
      forgetDraft(this.draft);
      if (this.warning) this.warning.value = "";
    }
    if (isSent || wasEditing) this.field.value = wasEditing ? this.before : "";
    this.part("left").textContent = "";
    this.grow();
    this.field.focus();
  }

  answer(line) {
    if (this.editing) this.leave();
    this.answering = line;
    const { say } = this.room;
    this.tellAbout(words(say.answering, { name: line.pseudonym }), line.warning ?? line.text);
  }

  /** What is being answered is gone: its words are not shown here any longer either. */
  lose(id) {
    if (this.answering?.id === id) this.part("about-text").textContent = this.room.say.gone;
  }

  edit(line) {
    if (!this.editing) this.before = this.field.value;
    this.answering = null;
    this.editing = line;
    this.tellAbout(this.room.say.editing, "");
    this.write(line.text);
  }

  tellAbout(title, text) {
    this.part("about-line").hidden = false;
    this.part("about-title").textContent = title;
    this.part("about-text").textContent = text.slice(0, 120);
    this.field.focus();
  }

  /** Puts a text into the field, after what stands there already. */
  write(text) {
    const stands = this.editing ? "" : this.field.value.trim();
    this.field.value = stands ? `${stands}\n${text}` : text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.focus();
  }

  async save(text, sure = false) {
    const line = this.editing;
    try {
      const { traces } = await this.does.edit(line.id, text, sure);
      if (this.editing !== line) return;
      if (!traces) {
        this.leave({ isSent: true });
        return;
      }
      const answers = {
        send: () => this.save(this.field.value.trim(), true),
        change: () => {
          this.part("asking").replaceChildren();
          this.field.focus();
        },
      };
      const asked = question(traces, this.room.say, answers);
      this.part("asking").replaceChildren(asked);
      asked.focus();
    } catch (error) {
      this.say(error.sentence ?? this.room.say.noAnswer);
    }
  }

  say(sentence) {
    const note = this.part("said");
    if (note.textContent !== sentence) note.textContent = sentence;
  }

  /** Slow mode: nothing leaves for so many seconds, counted down in words. */
  waitFor(seconds, each = seconds) {
    clearInterval(this.counting);
    const until = Date.now() + 1000 * seconds;
    const left = this.part("slow-left");
    this.part("slow").hidden = false;
    // Said once; the seconds are only counted for the eye.
    this.part("slow-said").textContent = words(this.room.say.slow, { seconds: each });
    const count = () => {
      this.wait = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      left.textContent = this.wait ? words(this.room.say.slowLeft, { seconds: this.wait }) : "";
      this.part("send").setAttribute("aria-disabled", String(this.wait > 0));
      if (this.wait) return;
      clearInterval(this.counting);
      this.part("slow").hidden = true;
      this.part("slow-said").textContent = "";
    };
    count();
    this.counting = setInterval(count, 1000);
  }
}
