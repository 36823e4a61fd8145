// What stands in the text of a line: plain words, addresses that lead outside, names of the room.

const LINK = /\bhttps?:\/\/[^\s<>"]+|\bwww\.[^\s<>"]+\.[^\s<>"]+/giu;
// What closes a sentence belongs to the sentence.
const CLOSING = /[.,;:!?»”’'"]+$/u;
// Scripts by the languages of ours that are written in them.
const SCRIPTS = [
  [["hi"], /\p{Script=Devanagari}/gu],
  [["bn"], /\p{Script=Bengali}/gu],
  [["ar", "ur"], /\p{Script=Arabic}/gu],
];
// Letters that Urdu has and Arabic writes otherwise, or not at all.
const URDU = /[ٹڈڑںےہھکیگچپ]/u;

// What the house takes of one message: signs, and bytes on the way.
const MOST_SIGNS = 2000;
const MOST_BYTES = 6000;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function addressOf(written) {
  try {
    const url = new URL(/^www\./i.test(written) ? `https://${written}` : written);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function linkEnd(found) {
  const trimmed = found.replace(CLOSING, "");
  // "(see https://example.org)": the bracket was opened before the address.
  return trimmed.endsWith(")") && !trimmed.includes("(") ? linkEnd(trimmed.slice(0, -1)) : trimmed;
}

/** Whether the house would refuse this as one message. */
export function isTooLong(text) {
  return [...text].length > MOST_SIGNS || new TextEncoder().encode(text).length > MOST_BYTES;
}

/** A pattern of "@Name" for these names; null where there are none. */
export function mentionsOf(names) {
  // Longest first: "@Iris Jade" is not "@Iris".
  const sorted = [...names].filter(Boolean).sort((one, other) => other.length - one.length);
  if (!sorted.length) return null;
  return new RegExp(`@(${sorted.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "gu");
}

function* named(text, mentions) {
  let from = 0;
  for (const match of mentions ? text.matchAll(mentions) : []) {
    if (match.index > from) yield { kind: "text", text: text.slice(from, match.index) };
    yield { kind: "name", text: match[0], name: match[1] };
    from = match.index + match[0].length;
  }
  if (from < text.length) yield { kind: "text", text: text.slice(from) };
}

/** The parts of a text in their order: `{ kind: "text" | "link" | "name", text, href?, name? }`. */
export function partsOf(text, mentions = null) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const written = linkEnd(match[0]);
    const href = addressOf(written);
    if (!href) continue;
    parts.push(...named(text.slice(from, match.index), mentions));
    parts.push({ kind: "link", text: written, href });
    from = match.index + written.length;
  }
  parts.push(...named(text.slice(from), mentions));
  return parts;
}

/** What its author chose, unless that is never written in these letters: then what they tell. */
export function languageOf(text, chosen) {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const found = SCRIPTS.find(([, script]) => 2 * (text.match(script)?.length ?? 0) > letters);
  if (!found || found[0].includes(chosen)) return chosen;
  const [one, other] = found[0];
  return other && URDU.test(text) ? other : one;
}

/** Where "@" and the beginning of a name stand before the cursor: `{ from, typed }`, or null. */
export function typedName(text, cursor) {
  const found = /(?:^|[\s(«“"'])@([\p{L}\p{N}]{0,30}(?: [\p{L}\p{N}]{0,30})?)$/u.exec(
    text.slice(0, cursor),
  );
  return found ? { from: cursor - found[1].length - 1, typed: found[1] } : null;
}

/** Capitals and accents do not matter where a name is looked for. */
export const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
