// The log on the screen: each line once, in order, and nothing jumps while one reads.
import { el } from "./_dom.js";
import { bodyOf, entryOf, wordsOf } from "./_room_line.js";
import { dayOf } from "./_room_when.js";

// So near to the end, in pixels, one reads along.
const AT_END = 48;
// So near to the beginning, older lines are asked for.
const NEAR_TOP = 300;
const SETTLED = 200;

export class View {
  /** `room` is what lines share (see _room_line.js); `older()` and `later()` ask for what lies
   * beyond, `seen(id)` hears how far has been read. */
  constructor(scroller, room, { older, later, seen }) {
    Object.assign(this, { scroller, room, older, later, seen });
    this.list = scroller.querySelector("[data-lines]");
    this.entries = new Map();
    scroller.addEventListener("scroll", () => {
      this.wasAtEnd = this.isAtEnd();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.look(), SETTLED);
    });
    document.addEventListener("visibilitychange", () => this.look());
    // The field grows, a keyboard opens: who reads along goes on reading along.
    new ResizeObserver(() => {
      if (this.wasAtEnd) this.toEnd();
    }).observe(scroller);
  }

  /** Draws a whole log, from its unread mark or its end on. */
  draw(log) {
    this.log = log;
    this.entries.clear();
    this.list.replaceChildren(...log.lines.map((line) => this.made(line)));
    for (const id of log.ids) this.mendDay(id);
  }

  made(line) {
    const entry = entryOf(line, this.room);
    this.entries.set(line.id, entry);
    return entry;
  }

  entry(id) {
    return this.entries.get(id);
  }

  /** A day stands above its first line only. */
  mendDay(id) {
    const [line, before] = [this.log.get(id), this.log.before(id)];
    const heading = this.entry(id)?.querySelector(".day");
    if (heading) heading.hidden = Boolean(before) && dayOf(before) === dayOf(line);
  }

  /** Puts lines that the log has taken already on the screen; what is read stays where it is. */
  put(lines, { isSpoken = false } = {}) {
    this.keepPlace(() => {
      for (const line of lines) {
        const known = this.entry(line.id);
        if (known) this.redraw(line);
        else this.insert(line, isSpoken);
      }
    });
  }

  insert(line, isSpoken) {
    const entry = this.made(line);
    if (isSpoken) entry.removeAttribute("aria-live");
    const { ids } = this.log;
    // The next line that is drawn: those between may only be on their way.
    const next = ids.slice(this.log.place(line.id + 1)).find((id) => this.entry(id));
    this.list.insertBefore(entry, this.entry(next) ?? null);
    this.mendDay(line.id);
    if (next) this.mendDay(next);
  }

  redraw(line) {
    const entry = this.entry(line.id);
    if (!entry) return;
    const hadFocus = entry.contains(document.activeElement);
    const wasUnfolded = entry.querySelector(".folded")?.open;
    entry.setAttribute("aria-live", "off");
    entry.querySelector(".line").replaceWith(bodyOf(this.log.get(line.id), this.room));
    entry.querySelector("[data-acts]")?.remove();
    if (wasUnfolded) entry.querySelector(".folded")?.setAttribute("open", "");
    if (hadFocus) entry.focus({ preventScroll: true });
  }

  /** The quotes of a line that changed, or is gone, say so too; nothing else of theirs moves. */
  requote(id) {
    for (const { id: by, quote } of this.log?.quoting(id) ?? []) {
      const text = this.entry(by)?.querySelector(".answered [dir]");
      if (text) text.textContent = wordsOf(quote, this.room.say);
    }
  }

  /** What the log has forgotten leaves the screen, and these lines are drawn anew. */
  forget(changed) {
    this.keepPlace(() => {
      for (const [id, entry] of this.entries) {
        if (this.log.has(id)) continue;
        entry.remove();
        this.entries.delete(id);
      }
      for (const line of changed) this.redraw(line);
      this.mendDay(this.log.first);
    });
  }

  /** Changes the list without moving what is in view; at the end, one stays at the end. */
  keepPlace(change) {
    const wasAtEnd = this.isAtEnd();
    const anchor = wasAtEnd ? null : this.firstInView();
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (wasAtEnd) this.toEnd();
    else if (anchor?.isConnected)
      this.scroller.scrollTop += anchor.getBoundingClientRect().top - before;
    this.look();
  }

  /** The line itself: the day above it may go when older ones come. */
  firstInView() {
    const { top } = this.scroller.getBoundingClientRect();
    const lines = [...this.list.querySelectorAll(".line")];
    return lines.find((each) => each.getBoundingClientRect().bottom > top);
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < AT_END;
  }

  toEnd() {
    this.wasAtEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Marks where what is new begins; the mark before it goes. */
  mark(id, text) {
    this.list.querySelector(".fresh")?.remove();
    const entry = this.entry(id);
    if (!entry) return;
    entry.querySelector(".day").after(el("p", { class: "fresh" }, el("span", {}, text)));
  }

  /** Shows a line and gives it the focus; false where it is not on the screen. */
  show(id, { block = "center" } = {}) {
    const entry = this.entry(id);
    if (!entry) return false;
    entry.scrollIntoView({ block });
    entry.focus({ preventScroll: true });
    return true;
  }

  /** What the scroll has come to: older lines, how far one has read. */
  look() {
    if (!this.log) return;
    if (this.log.hasOlder && this.scroller.scrollTop < NEAR_TOP) this.older();
    if (this.isAtEnd()) this.later();
    if (document.hidden) return;
    const { bottom } = this.scroller.getBoundingClientRect();
    const ids = this.log.ids;
    for (let at = ids.length - 1; at >= 0; at -= 1)
      if (this.entry(ids[at])?.getBoundingClientRect().top < bottom) {
        this.seen(ids[at]);
        return;
      }
  }
}
