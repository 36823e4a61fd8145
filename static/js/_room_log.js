// The lines of a room as this phone knows them: in the order of their numbers, each once.

const QUOTED = 120;

/** The beginning of a line as another one quotes it: what is folded stays folded, what was taken
 * back has no words left. */
function quotedText({ text = "", warning, removed }) {
  if (removed) return "";
  const flat = (warning ?? text).trim().split(/\s+/u).join(" ");
  const signs = [...flat];
  return signs.length <= QUOTED ? flat : `${signs.slice(0, QUOTED - 1).join("")}…`;
}

export class Log {
  constructor(lines = [], hasOlder = false) {
    this.byId = new Map();
    this.ids = [];
    this.hasOlder = hasOlder;
    for (const line of lines) this.take(line);
  }

  get lines() {
    return this.ids.map((id) => this.byId.get(id));
  }

  get first() {
    return this.ids[0] ?? 0;
  }

  get last() {
    return this.ids[this.ids.length - 1] ?? 0;
  }

  has(id) {
    return this.byId.has(id);
  }

  get(id) {
    return this.byId.get(id);
  }

  /** The line that stands before a number, if it is known. */
  before(id) {
    return this.byId.get(this.ids[this.place(id) - 1]);
  }

  /** Where a number stands, or would stand. */
  place(id) {
    let [low, high] = [0, this.ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ids[middle] < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** "new", "changed", or null where it was known already as it is or as it became later. */
  take(line) {
    const known = this.byId.get(line.id);
    if (known && known.change >= line.change) return null;
    this.byId.set(line.id, line);
    this.requote(line);
    if (known) return "changed";
    this.ids.splice(this.place(line.id), 0, line.id);
    return "new";
  }

  /** A line lost its words; true where that is news. */
  remove({ id, reason, change }) {
    const known = this.byId.get(id);
    if (!known || known.change >= change) return false;
    const bare = { text: "", warning: null, quote: null, time: null, removed: reason };
    this.byId.set(id, { ...known, ...bare, change });
    this.requote(this.byId.get(id));
    return true;
  }

  /** Drops lines below a number, in quotes too, and the hours of days before `day`; returns what
   * changed of those that stay. */
  forget({ before, day }) {
    const isGone = (id) => id < before;
    for (const id of this.ids.filter(isGone)) this.byId.delete(id);
    this.ids = this.ids.filter((id) => !isGone(id));
    this.hasOlder &&= before < this.first;
    const changed = this.lines.filter(
      ({ quote, time, day: said }) => (quote && isGone(quote.id)) || (time && said < day),
    );
    for (const { id } of changed) {
      const line = this.byId.get(id);
      const quote = line.quote && isGone(line.quote.id) ? null : line.quote;
      this.byId.set(id, { ...line, quote, time: line.day < day ? null : line.time });
    }
    return changed;
  }

  /** The lines that quote this one say what it says now, whether it is loaded itself or not. */
  requote(line) {
    // Nobody can quote what has just been said; what is known already may be newer.
    if (line.change === line.id || this.byId.get(line.id)?.change > line.change) return;
    const text = quotedText(line);
    for (const each of this.quoting(line.id))
      this.byId.set(each.id, { ...each, quote: { ...each.quote, text } });
  }

  quoting(id) {
    return this.lines.filter(({ quote }) => quote?.id === id);
  }
}
