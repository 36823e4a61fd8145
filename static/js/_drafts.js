// Drafts live in this phone's localStorage, for 7 days, and never hold a receipt or a file.
// Storage may be refused (private windows): then there is no draft, and nothing else breaks.

const PREFIX = "draft:";
const KEPT_DAYS = 7;

// The day is enough to let it expire: the hour would tell when somebody was writing.
const today = () => Math.floor(Date.now() / 86_400_000);

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

export function readDraft(name) {
  const draft = attempt(() => JSON.parse(localStorage.getItem(PREFIX + name)));
  return draft && today() - draft.day < KEPT_DAYS ? draft.values : null;
}

export function keepDraft(name, values) {
  attempt(() => localStorage.setItem(PREFIX + name, JSON.stringify({ day: today(), values })));
}

export function forgetDraft(name) {
  attempt(() => localStorage.removeItem(PREFIX + name));
}

function draftNames() {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
}

export function forgetOldDrafts() {
  for (const name of draftNames()) if (!readDraft(name)) forgetDraft(name);
}

const CARRIED = "carried-words";

/** Words taken from a room to a report: in this tab alone, and never through the server. */
export const carryWords = (text) => attempt(() => sessionStorage.setItem(CARRIED, text));

export const carriedWords = () => attempt(() => sessionStorage.getItem(CARRIED));

export const dropWords = () => attempt(() => sessionStorage.removeItem(CARRIED));

/** For leaving quickly: whatever this site put on the phone goes. */
export function forgetEverything() {
  attempt(() => localStorage.clear());
  attempt(() => sessionStorage.clear());
}
