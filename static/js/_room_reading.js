// Reading a room: older lines, far ones, what is new, and how far one has come.
import { ReadMark } from "./_room_kept.js";
import { Log } from "./_room_log.js";
import { View } from "./_room_view.js";

// How many lines after the one that was looked for come with it.
const AROUND = 25;
const PAGE = 50;
const REST = 2000;

export class Reading {
  constructor(page, room) {
    this.page = page;
    this.mark = new ReadMark(room);
    this.scroller = page.part("log");
    this.view = new View(this.scroller, page.shared, {
      older: () => this.older(),
      later: () => this.later(),
      seen: (id) => this.seen(id),
    });
    page.part("older").addEventListener("click", () => this.older({ isAsked: true }));
    page.part("later").addEventListener("click", () => this.later());
    page.part("newer").addEventListener("click", () => this.toNewest());
    this.scroller.addEventListener("keydown", (event) => this.press(event));
    // What comes while nobody looks is new to whoever looks again.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.mayMark = true;
    });
  }

  get say() {
    return this.page.shared.say;
  }

  /** Whether the lines on the screen are the room's last ones. */
  get isAtTail() {
    return this.view.log === this.page.log;
  }

  /** The first showing: from what is new on, or from the end. */
  begin() {
    const { log, shared } = this.page;
    this.seenId = Math.max(this.mark.id, 0);
    this.view.draw(log);
    this.tell();
    // Where all does not fit on one screen, the field does.
    this.page.part("composer").scrollIntoView({ block: "end" });
    const isNew = ({ id, pseudonym }) => id > this.mark.id && pseudonym !== shared.own;
    const fresh = this.mark.id ? log.lines.find(isNew) : null;
    if (fresh) this.view.mark(fresh.id, this.say.fresh);
    if (fresh) this.view.entry(fresh.id).scrollIntoView({ block: "start" });
    else this.view.toEnd();
    this.tell();
    this.view.look();
  }

  show(lines, { isSpoken }) {
    const { own } = this.page.shared;
    const others = lines.filter(({ pseudonym }) => pseudonym !== own);
    if (!this.isAtTail) {
      // Far from the end: what changed of the lines on the screen is drawn, what is new waits.
      for (const line of lines)
        if (this.view.log.has(line.id) && this.view.log.take(line)) this.view.redraw(line);
      this.tell();
      return;
    }
    const isOwn = ({ pseudonym }) => pseudonym === own;
    for (const line of lines) this.view.put([line], { isSpoken: isSpoken && !isOwn(line) });
    const [first] = others.filter(({ id }) => id > this.seenId);
    if (first && this.mayMark) {
      this.view.mark(first.id, this.say.fresh);
      this.mayMark = false;
    }
    this.tell();
  }

  async older({ isAsked = false } = {}) {
    const { log } = this.view;
    const isResting = !isAsked && Date.now() < (this.restUntil ?? 0);
    if (this.isLoading || !log.hasOlder || isResting) return;
    this.isLoading = true;
    try {
      const { messages, more } = await this.page.ask("before", { id: log.first });
      log.hasOlder = more;
      this.page.learn([...messages, ...log.lines]);
      const news = messages.filter((line) => log.take(line));
      if (this.view.log === log)
        this.view.keepPlace(() => {
          this.view.put(news);
          this.tell();
        });
    } catch {
      this.restUntil = Date.now() + REST;
    } finally {
      this.isLoading = false;
      this.tell();
    }
  }

  /** Leads to a line, wherever in the room it stands. */
  async jump(id) {
    this.page.panels.close({ isQuiet: true });
    if (this.view.show(id)) return;
    if (this.page.log.has(id)) {
      this.view.draw(this.page.log);
      this.view.show(id);
      this.tell();
      return;
    }
    try {
      const { messages, more } = await this.around(id);
      this.page.learn([...messages, ...this.page.log.lines]);
      this.join(new Log(messages, more));
      this.view.show(id);
    } catch (error) {
      this.page.head.note(error.sentence ?? this.say.goneOrLost);
    }
    this.tell();
  }

  /** The lines about a number; fewer after it where all of them are too long for one page. */
  async around(id) {
    for (const after of [AROUND, 1]) {
      const answer = await this.page.ask("before", { id: id + after });
      if (answer.messages.some((line) => line.id === id)) return answer;
    }
    throw new Error("gone");
  }

  /** Shows other lines than the last ones, or all together where they meet. */
  join(far) {
    const { log } = this.page;
    if (far.last < log.first) {
      this.view.draw(far);
      return;
    }
    log.hasOlder = far.hasOlder;
    for (const line of far.lines) log.take(line);
    this.view.draw(log);
  }

  async later() {
    const far = this.view.log;
    if (this.isAtTail || this.isLoading) return;
    this.isLoading = true;
    try {
      let news = [];
      for (let step = PAGE; !news.length && far.last < this.page.log.first; step *= 2) {
        const { messages } = await this.page.ask("before", { id: far.last + step });
        news = messages.filter(({ id }) => id > far.last);
        if (far.last + step > this.page.log.first) break;
      }
      for (const line of news) far.take(line);
      this.view.put(news);
      if (far.last >= this.page.log.first || !news.length) this.meet(far);
    } catch {
      this.restUntil = Date.now() + REST;
    } finally {
      this.isLoading = false;
      this.tell();
    }
  }

  /** The far lines have come to the last ones: from here on it is one log. */
  meet(far) {
    const { log } = this.page;
    log.hasOlder = far.hasOlder;
    for (const line of far.lines) log.take(line);
    this.view.log = log;
    this.view.put(log.lines.filter(({ id }) => !this.view.entry(id)));
  }

  toNewest() {
    if (!this.isAtTail) this.view.draw(this.page.log);
    this.view.toEnd();
    this.view.entry(this.page.log.last)?.focus({ preventScroll: true });
    this.view.look();
  }

  seen(id) {
    if (this.isAtTail && id > this.seenId) {
      this.seenId = id;
      this.mark.reach(id);
    }
    this.tell();
  }

  /** Which ways lead on from what is on the screen. */
  tell() {
    const { log } = this.page;
    const { own } = this.page.shared;
    const isNew = ({ id, pseudonym }) => id > this.seenId && pseudonym !== own;
    const count = log.lines.filter(isNew).length;
    const newer = this.page.part("newer");
    const isBusy = this.page.acts?.openId != null;
    newer.hidden = isBusy || (this.isAtTail && this.view.isAtEnd());
    const text = count ? this.say.counted("newLines", count) : this.say.toNewest;
    if (newer.textContent !== text) newer.textContent = text;
    this.page.part("older").hidden = !this.view.log?.hasOlder;
    this.page.part("later").hidden = this.isAtTail;
    this.page.part("empty").hidden = log.ids.length > 0;
  }

  /** Arrows go from line to line, Enter opens what can be done with one. */
  press(event) {
    const { target, key } = event;
    if (key === "Escape" && this.page.acts.openId !== null) {
      this.page.acts.close();
      return;
    }
    const entry = target.closest("[data-line]");
    if (target !== this.scroller && target !== entry) return;
    const lines = [...this.view.list.children];
    const at = entry ? lines.indexOf(entry) : lines.length;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: lines.length - 1 }[key];
    if (key === "Enter" && entry) this.page.acts.toggle(Number(entry.dataset.line));
    else if (to === undefined) return;
    else if (to < 0) this.older({ isAsked: true });
    else lines[Math.min(to, lines.length - 1)]?.focus();
    event.preventDefault();
  }
}
