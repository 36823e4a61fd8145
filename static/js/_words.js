// Sentences come from the page, already translated; only the values are put in here.

/** Puts values into a sentence: words("Step {now} of {all}", { now: 1, all: 4 }). */
export function words(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A number typed by a person, with a comma or a point; NaN when it is none. */
export function typedNumber(text) {
  const plain = text.trim().replace(/[\s\u00a0\u202f'’]/g, "");
  if (!/^-?\d*([.,]\d+)?$/.test(plain) || plain === "") return Number.NaN;
  return Number(plain.replace(",", "."));
}

/** A number as the page's language writes it. */
export function shownNumber(number) {
  return new Intl.NumberFormat(document.documentElement.lang).format(number);
}
