// Our browser modules, asked in Node.
import { answered } from "./_asked.mjs";
import { pipe } from "./_pipe.mjs";

await pipe(answered);
