// Saying something: shown at once, stored once, changed, taken back, or carried to a report.
import { carryWords } from "./_drafts.js";
import { Composer } from "./_room_composer.js";
import { Pending } from "./_room_pending.js";
import { Unsent } from "./_room_unsent.js";

export class Saying {
  constructor(page, room, scope) {
    this.page = page;
    this.unsent = new Unsent({
      room,
      scope,
      ask: (event, fields) => page.ask(event, fields),
      changed: () => this.draw(),
      sent: (item) => this.sent(item),
      muted: (sentence) => page.silence(sentence),
    });
    this.pending = new Pending(page.part("pending"), page.shared, {
      again: (id) => this.unsent.again(id),
      sure: (id) => this.unsent.again(id, { sure: true }),
      change: (id) => this.takeUp(id),
      copy: (id) => navigator.clipboard.writeText(this.unsent.find(id).text),
      drop: (id) => this.drop(id),
    });
    this.composer = new Composer(page.part("composer"), page.shared, {
      say: (draft) => this.say(draft),
      edit: (id, text, sure) => page.ask("edit", { id, text, sure }),
      typing: () => page.ask("typing").catch(() => null),
      names: () => [...page.names].reverse().filter((name) => name !== page.shared.own),
    });
  }

  does() {
    const { page } = this;
    return {
      reply: (line) => this.composer.answer(line),
      edit: (line) => this.composer.edit(line),
      remove: (id) => this.remove(id),
      flag: (id, reason) => page.ask("flag", { id, reason }),
      report: (line) => {
        carryWords(line.text);
        location.assign(page.box.dataset.report);
      },
    };
  }

  draw() {
    this.page.reading.view.keepPlace(() => this.pending.draw(this.unsent.items));
  }

  async say(draft) {
    const { reading } = this.page;
    if (!reading.isAtTail) reading.toNewest();
    this.unsent.add({ ...draft, after: this.page.log.last });
    reading.view.toEnd();
  }

  /** Stored: its line has come already, or comes in a moment. */
  sent(item) {
    if (this.page.log.has(item.id)) this.unsent.drop(item.client_id);
    const seconds = this.page.room.slow_seconds;
    if (seconds) this.composer.waitFor(seconds);
  }

  takeUp(clientId) {
    const { quote, text, warning } = this.unsent.find(clientId);
    const answered = this.page.log.get(quote);
    this.unsent.drop(clientId);
    if (answered) this.composer.answer(answered);
    if (this.composer.warning && warning) this.composer.warning.value = warning;
    this.composer.write(text);
  }

  drop(clientId) {
    this.unsent.drop(clientId);
    (this.page.shared.mayWrite ? this.composer.field : this.page.part("log")).focus();
  }

  async remove(id) {
    const { text } = this.page.reading.view.log.get(id);
    this.page.shared.takenBack.set(id, text);
    try {
      const { change } = await this.page.ask("remove", { id });
      this.page.lose({ id, reason: "own", change });
    } catch (error) {
      this.page.shared.takenBack.delete(id);
      throw error;
    }
  }
}
