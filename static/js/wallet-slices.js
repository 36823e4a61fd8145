// Draws tokens on the page itself, in short slices: for browsers without workers.
import { draw } from "./_draw.js";

const SLICE = 12;

/** Lets the page breathe as soon as a slice is over. */
function breathing() {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE) return;
    await new Promise((after) => setTimeout(after));
    since = performance.now();
  };
}

export const drawInSlices = (order) => draw(order, breathing());
