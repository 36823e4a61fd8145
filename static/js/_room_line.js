// One line as it is drawn: whose, when, what it answers, what it says.
import { button, el } from "./_dom.js";
import { partsOf } from "./_room_text.js";
import { dayInWords, dayOf, hourOf } from "./_room_when.js";
import { words } from "./_words.js";

function link(part, say) {
  const outside = el("span", { class: "hidden" }, ` (${say.outside})`);
  const rel = "noreferrer nofollow noopener";
  const mark = el("span", { "aria-hidden": "true" }, "\u00a0↗");
  const text = el("bdi", { dir: "ltr" }, part.text);
  return el("a", { href: part.href, rel, target: "_blank" }, text, mark, outside);
}

function drawn(part, own, say) {
  if (part.kind === "link") return link(part, say);
  if (part.kind === "name")
    return el("b", { class: part.name === own ? "named you" : "named" }, el("bdi", {}, part.text));
  return part.text;
}

/** The words of a line, with its addresses and names marked. */
export function textOf(line, { own, mentions, say }) {
  const parts = partsOf(line.text, mentions).map((part) => drawn(part, own, say));
  const text = el("p", { class: "text", lang: line.lang, dir: "auto" }, ...parts);
  if (line.warning === null || line.warning === undefined) return text;
  const warned = line.warning ? words(say.warned, { warning: line.warning }) : say.folded;
  return el("details", { class: "folded" }, el("summary", { dir: "auto" }, warned), text);
}

/** Who said it: a colour beside the name, never instead of it. */
export function nameOf(line, own, say) {
  const name = el("b", { class: `hue room-hue-${line.colour}` }, el("bdi", {}, line.pseudonym));
  return [name, line.pseudonym === own ? el("span", { class: "small" }, ` (${say.you})`) : null];
}

/** What a quote says: the words of the line that is answered, or that they are gone. */
export const wordsOf = (quote, say) => quote.text || say.gone;

function answered(quote, jump, say) {
  const text = el("span", { dir: "auto" }, wordsOf(quote, say));
  const to = button("", () => jump(quote.id), "plain answered");
  to.append(el("b", {}, el("bdi", {}, quote.pseudonym)), " ", text);
  return to;
}

function whyRemoved(line, own, say, reasons) {
  if (line.removed !== "own") return words(say.removed, { reason: reasons[line.removed] ?? "" });
  return line.pseudonym === own ? say.removedByYou : say.removedByAuthor;
}

/** What stands in a line's place. `room` is what every line shares: `own` (a pseudonym),
 * `mentions`, `say` (words), `reasons`, `takenBack` (texts by id), `jump(id)`, `more(id)`,
 * `write(text)`. */
export function bodyOf(line, room) {
  const { own, say } = room;
  const isMine = line.pseudonym === own;
  const by = el("p", { class: "by" }, ...nameOf(line, own, say));
  const hour = hourOf(line);
  if (hour) by.append(" ", el("time", {}, hour));
  if (line.edited && !line.removed) by.append(" ", el("span", { class: "small" }, say.edited));
  const body = el("div", { class: isMine ? "line mine" : "line" }, by);
  if (line.removed) {
    body.append(el("p", { class: "small" }, whyRemoved(line, own, say, room.reasons)));
    // Only this page still knows the words, until it is closed.
    const words = room.takenBack.get(line.id);
    if (words) body.append(button(say.writeAgain, () => room.write(words)));
    return body;
  }
  if (line.quote) body.append(answered(line.quote, room.jump, say));
  const text = textOf(line, room);
  body.append(text);
  if (text.querySelector(".you") && !isMine) {
    body.classList.add("to-you");
    by.append(" ", el("span", { class: "tag" }, say.mentioned));
  }
  const more = button("⋯", () => room.more(line.id), "plain more", {
    "aria-expanded": "false",
    "aria-label": words(say.more, { name: line.pseudonym }),
    // By keyboard, Enter on the line does the same without a stop at every line.
    tabindex: "-1",
  });
  body.append(more);
  return body;
}

/** The article that holds a line, and above it its day and the mark of what is new. */
export function entryOf(line, room) {
  return el(
    "article",
    // What is not new to this phone is not read aloud by itself.
    { class: "entry", "data-line": line.id, "aria-live": "off", tabindex: "-1" },
    el("p", { class: "day", hidden: true }, el("span", {}, dayInWords(dayOf(line)))),
    bodyOf(line, room),
  );
}
