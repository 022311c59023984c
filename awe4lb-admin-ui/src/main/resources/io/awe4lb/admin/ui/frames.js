/** What may wait for one of the next frames. All of it at once, each second, would keep the page from answering for a moment. */
import { options } from "preact";

/** Milliseconds of work in a frame; what has begun is finished. Two of these may fall into one sixtieth of a second. */
const BUDGET = 4;

const waiting = new Map();

/** Does something in the frame after the next one: this one belongs to whatever has come just now. Not while nobody sees the page. */
export const later = (work) => requestAnimationFrame(() => requestAnimationFrame(work));

/** Does something soon; what was to be done for the same thing before is forgotten. */
export function soon(thing, work) {
  if (waiting.size === 0) {
    later(some);
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
