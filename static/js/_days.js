// Days as the reader's language writes them.

const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });

/** A day given as 2026-12-01 in words. French has “1er”, which the browser's own rules leave out. */
export function day(text) {
  const said = days.format(new Date(text));
  return language.startsWith("fr") ? said.replace(/^1(?=\s)/, "1er") : said;
}
