// How far one has read in each room: kept beside the wallet on this phone, and wiped with it.
import { keepBeside, kept } from "./_vault.js";

const AFTER = 1000;

export class ReadMark {
  constructor(room) {
    this.name = `read:${room}`;
    this.id = 0;
    // A phone may never come back to a page that it put aside.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.id) this.save();
    });
  }

  /** The last line that was read here before; 0 where nobody was here. */
  async load() {
    this.id = (await kept(this.name).catch(() => 0)) ?? 0;
    return this.id;
  }

  reach(id) {
    if (id <= this.id) return;
    this.id = id;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.save(), AFTER);
  }

  save() {
    clearTimeout(this.later);
    keepBeside(this.name, this.id).catch(() => {
      // Storage refused: next time nothing is marked, and nothing else breaks.
    });
  }
}
