// What this phone remembers of a room, how far one has read and in which language one writes there:
// kept beside the wallet, and wiped with it.
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

/** Chooses in a list what was chosen in this room before, and remembers what is chosen from now on. */
export async function rememberLanguage(room, list) {
  const name = `writes:${room}`;
  list.addEventListener("change", () => {
    keepBeside(name, list.value).catch(() => {
      // Storage refused: next time the room's own language is offered again.
    });
  });
  const chosen = await kept(name).catch(() => null);
  if ([...list.options].some(({ value }) => value === chosen)) list.value = chosen;
}
