// What a room's page makes of texts and lines, asked in Node.
import { Log } from "../../static/js/_room_log.js";
import { isTooLong, languageOf, mentionsOf, partsOf, typedName } from "../../static/js/_room_text.js";
import { pipe } from "./_pipe.mjs";

const acts = {
  parts: ({ text, names }) => partsOf(text, mentionsOf(names)).map((part) => [part.kind, part.text]),
  hrefs: ({ text }) => partsOf(text).flatMap((part) => part.href ?? []),
  language: ({ text, chosen }) => languageOf(text, chosen),
  tooLong: ({ text }) => isTooLong(text),
  typed: ({ text }) => typedName(text, text.length),
  log({ lines }) {
    const log = new Log();
    return { told: lines.map((line) => log.take(line)), lines: log.lines };
  },
  quotes({ lines, then }) {
    const log = new Log(lines);
    for (const each of then) {
      // As the page does, which may not have loaded the line itself.
      if ("reason" in each) log.remove(each);
      else if (log.has(each.id)) log.take(each);
      log.requote({ ...each, removed: each.reason });
    }
    return log.lines.map(({ quote }) => quote?.text ?? null);
  },
};

await pipe((asked) => asked.map(({ do: act, ...about }) => acts[act](about)));
