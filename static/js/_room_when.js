// The day and the hour of a line: sent in UTC, shown as this phone's clock has it.

const language = document.documentElement.lang;
const hours = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const A_DAY = 86_400_000;
const EDIT_MINUTES = 5;

/** The moment of a line; the hour of a day past is kept nowhere, then it is the day alone. */
function momentOf({ day, time }) {
  if (time) return new Date(`${day}T${time}:00Z`);
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

const midnight = (moment) =>
  new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

/** What a line's day is told apart by. */
export const dayOf = (line) => midnight(momentOf(line));

/** "today", "yesterday", or the day in words. */
export function dayInWords(day) {
  const ago = Math.round((day - midnight(new Date())) / A_DAY);
  return ago === 0 || ago === -1 ? near.format(ago, "day") : days.format(new Date(day));
}

/** The hour as this phone shows it; empty where it is not kept any more. */
export const hourOf = (line) => (line.time ? hours.format(momentOf(line)) : "");

/** As far as this phone's clock tells; the server has the last word. */
export const mayEdit = (line) =>
  Boolean(line.time) && Date.now() - momentOf(line) < (EDIT_MINUTES + 1) * 60_000;

/** A day like "2026-11-30" in words. */
export const dateInWords = (day) => days.format(momentOf({ day }));
