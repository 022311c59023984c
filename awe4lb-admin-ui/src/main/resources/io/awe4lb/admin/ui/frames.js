/** What may wait for one of the next frames. All of it at once, each second, would keep the page from answering for a moment. */
import { options } from "preact";

/** Milliseconds of work in a frame; what has begun is finished. */
const BUDGET = 6;

const waiting = new Map();

/** Does something soon; what was to be done for the same thing before is forgotten. */
export function soon(thing, work) {
  if (waiting.size === 0) {
    requestAnimationFrame(() => requestAnimationFrame(some)); // the next one belongs to whatever has come just now
  }
  waiting.set(thing, work);
}

export const notAnyMore = (thing) => waiting.delete(thing);

function some() {
  const end = performance.now() + BUDGET;
  const usual = options.debounceRendering;
  options.debounceRendering = (render) => render(); // at once, so that it counts
  try {
    for (const [thing, work] of waiting) {
      if (performance.now() >= end) {
        break;
      }
      waiting.delete(thing);
      work();
    }
  } finally {
    options.debounceRendering = usual;
    if (waiting.size > 0) {
      requestAnimationFrame(some);
    }
  }
}
