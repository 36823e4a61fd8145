// A JSON value from standard input to a function, and what it answers to standard output.
import { readFileSync } from "node:fs";

export async function pipe(act) {
  const value = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(await act(value)));
}

export const fromHex = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
export const toHex = (bytes) => Buffer.from(bytes).toString("hex");
