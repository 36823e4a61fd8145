// A room on this page: what comes by the wire is taken once, in order, and shown.
import { Acts } from "./_room_acts.js";
import { Head, Panels } from "./_room_head.js";
import { rememberLanguage } from "./_room_kept.js";
import { Log } from "./_room_log.js";
import { Reading } from "./_room_reading.js";
import { Saying } from "./_room_saying.js";
import { Search } from "./_room_search.js";
import { mentionsOf } from "./_room_text.js";
import { dateInWords } from "./_room_when.js";
import { Wire } from "./_room_wire.js";
import { words } from "./_words.js";

// Asked so often for what was missed, one starts afresh instead.
const ROUNDS = 5;
// So many lines at once are read aloud; more would only be noise.
const SPOKEN = 5;

const plural = new Intl.PluralRules(document.documentElement.lang);

/** The page's words; `counted(name, count)` is one of two sentences. */
function speaking(said) {
  const counted = (name, count) => {
    const form = plural.select(count) === "one" ? "one" : "many";
    return words(said[name][form], { count });
  };
  return { ...said, counted };
}

export class RoomPage {
  constructor(box, token) {
    const { room, words: said, reasons, transports } = box.dataset;
    const say = speaking(JSON.parse(said));
    Object.assign(this, { box, log: new Log(), names: new Set() });
    // The last change that is known here without a gap before it.
    this.change = 0;
    // What lines, menus and the text field share: whose seat this is, and how one says things.
    this.shared = {
      own: "",
      colour: 0,
      mentions: null,
      mayWrite: true,
      reasons: Object.fromEntries(JSON.parse(reasons)),
      say,
      takenBack: new Map(),
      jump: (id) => this.reading.jump(id),
      more: (id) => this.acts.toggle(id),
      write: (text) => this.saying.composer.write(text),
    };
    this.wire = new Wire({
      token,
      room,
      language: document.documentElement.lang,
      transports: transports.split(" "),
      hears: this.hearing(),
    });
    this.head = new Head(box, say);
    this.panels = new Panels(box, this.part("log"));
    this.reading = new Reading(this, room);
    this.saying = new Saying(this, room, token.scope);
    this.acts = new Acts(this.reading.view, this.shared, this.saying.does());
    new Search(this.part("panel='search'"), this.shared, (fields) => this.ask("search", fields));
    // Not only the connection: a new month has other seats, which the page's address knows.
    this.part("again").addEventListener("click", () => location.reload());
  }

  part(name) {
    return this.box.querySelector(`[data-${name}]`);
  }

  ask(event, fields) {
    return this.wire.ask(event, fields);
  }

  async start() {
    const { room } = this.box.dataset;
    const { language } = this.saying.composer.form.elements;
    await Promise.all([this.reading.mark.load(), rememberLanguage(room, language)]);
    this.head.state("connecting");
    this.wire.open();
  }

  hearing() {
    return {
      welcome: (welcome) => this.welcome(welcome),
      message: (line) => this.hear(line),
      removed: (gone) => this.lose(gone),
      cleared: (gone) => this.forget(gone),
      presence: ({ count }) => this.head.count(count),
      typing: ({ pseudonym }) => {
        if (pseudonym !== this.shared.own) this.head.typing(pseudonym);
      },
      room: (room) => this.setRoom(room),
      muted: ({ until }) => this.setMuted(until),
      state: (name, sentence) => {
        this.part("refused").hidden = name !== "refused";
        this.head.state(name, sentence);
      },
    };
  }

  async welcome({ pseudonym, colour, room, history, head, first, more, muted_until, count }) {
    Object.assign(this.shared, { own: pseudonym, colour });
    this.part("own").textContent = pseudonym;
    this.learn([{ pseudonym }]);
    this.setRoom(room);
    this.setMuted(muted_until);
    this.head.count(count);
    try {
      if (this.hasBegun) this.forget({ before: first, day: "" });
      if (!this.hasBegun) this.begin(history, more, head);
      else if (head > this.change) await this.catchUp({ history, more, head });
    } catch {
      // Lost again on the way: the next welcome goes on from the same change.
      return;
    }
    this.saying.unsent.flush();
  }

  begin(history, hasOlder, head) {
    this.learn(history);
    this.log = new Log(history, hasOlder);
    this.change = head;
    for (const line of history) this.saying.unsent.meet(line);
    this.reading.begin();
    this.hasBegun = true;
  }

  /** Asks for what was said, changed or removed meanwhile, until nothing is missing. */
  async catchUp({ history, more, head }) {
    this.isCatchingUp = true;
    try {
      let hasMore = true;
      for (let round = 0; hasMore && round < ROUNDS; round += 1) {
        const answer = await this.ask("since", { id: this.change });
        const isSpoken = answer.messages.length <= SPOKEN;
        this.take(answer.messages, { isSpoken });
        this.change = answer.head;
        hasMore = answer.more;
      }
      // So long away that the last lines are shown as to a newcomer.
      if (hasMore) this.begin(history, more, head);
      // What the house has deleted since then is counted, and comes no more.
      this.change = Math.max(this.change, head, this.heard ?? 0);
    } finally {
      this.isCatchingUp = false;
      this.heard = 0;
    }
  }

  reach(change) {
    // Meanwhile there is a gap: what is heard beyond it does not close it.
    if (this.isCatchingUp) this.heard = Math.max(this.heard ?? 0, change);
    else this.change = Math.max(this.change, change);
  }

  hear(line) {
    this.head.stopped(line.pseudonym);
    this.take([line], { isSpoken: true });
    this.reach(line.change);
  }

  lose(gone) {
    const { view } = this.reading;
    if (this.log.remove(gone) | view.log.remove(gone)) view.redraw(view.log.get(gone.id) ?? gone);
    this.requote({ ...gone, removed: gone.reason });
    this.saying.composer.lose(gone.id);
    this.reach(gone.change);
  }

  /** The house has deleted lines and hours: they go from here too. */
  forget(gone) {
    const { view } = this.reading;
    if (!view.log) return;
    if (view.log !== this.log) this.log.forget(gone);
    view.forget(view.log.forget(gone));
    this.reading.tell();
  }

  /** What others quote of a line, though it may be too far up to be loaded itself. */
  requote(line) {
    const { view } = this.reading;
    for (const log of new Set([this.log, view.log])) log?.requote(line);
    view.requote(line.id);
  }

  /** Lines that are news go into the log, each once, and onto the screen. */
  take(lines, { isSpoken = false } = {}) {
    this.learn(lines);
    // What is older than all that is loaded comes with its own page, or it would leave a gap.
    const known = lines.filter(({ id }) => id > this.log.first || !this.log.hasOlder);
    const news = known.filter((line) => this.log.take(line));
    for (const line of news) this.saying.unsent.meet(line);
    this.reading.show(news, { isSpoken });
    for (const line of lines) if (line.change > line.id) this.requote(line);
  }

  /** Names that can be mentioned: those who spoke, the last of them last. */
  learn(lines) {
    const count = this.names.size;
    for (const { pseudonym } of lines) {
      this.names.delete(pseudonym);
      this.names.add(pseudonym);
    }
    if (this.names.size !== count) this.shared.mentions = mentionsOf(this.names);
  }

  setRoom(room) {
    this.room = room;
    this.part("title").textContent = room.title;
    this.tellWriting();
    if (room.state === "closed") this.saying.unsent.halt(this.shared.say.roomClosed);
  }

  setMuted(until) {
    const { say } = this.shared;
    this.silence(until ? words(say.muted, { day: dateInWords(until) }) : "");
  }

  /** Why this seat may only read; empty where it may write. */
  silence(sentence) {
    this.muted = sentence;
    this.tellWriting();
  }

  /** Whether one may write here, and why not. */
  tellWriting() {
    const { say } = this.shared;
    const isClosed = this.room.state === "closed";
    const note = this.part("silent");
    const { cause } = this.room;
    // The house's own reasons are known in the reader's language.
    const closed = [say.closed, say.causes[cause] ?? cause].filter(Boolean).join(" ");
    const sentence = isClosed ? closed : (this.muted ?? "");
    if (note.textContent !== sentence) note.textContent = sentence;
    note.hidden = !sentence;
    this.shared.mayWrite = !sentence;
    this.part("writing").hidden = Boolean(sentence);
    // What can be done with what was not sent depends on it.
    this.saying.draw();
  }
}
