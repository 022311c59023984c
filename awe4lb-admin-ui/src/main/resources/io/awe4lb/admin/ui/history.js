/** The last minutes, second by second, for charts: what came while the page was open, and what the server remembers from before. */
import { signal } from "./lib.js";
import { failure, get } from "./api.js";

const KEPT_SECONDS = 300;

/** Seconds that have passed, and what was in each: of the process (""), of every "listener x" and every "pool x"; null: not known. */
export const history = { time: [], series: new Map() };
/** Grows when more of the past is known. */
export const recalled = signal(0);
const asked = new Set();

/** What the chart of a subject draws, by the name that it has in the history of the server. */
const COLUMNS = { connections: "connections", bytesIn: "bytesIn", bytesOut: "bytesOut", errors: "errors", active: "active", p50Ms: "connectP50Ms", p95Ms: "connectP95Ms" };

export function remember(snapshot) {
  const all = new Map([["", snapshot]]);
  snapshot.listeners.forEach((listener) => all.set(`listener ${listener.id}`, listener));
  snapshot.pools.forEach((pool) => all.set(`pool ${pool.id}`, pool));
  history.time.push(Date.parse(snapshot.time) / 1000);
  for (const [name, subject] of all) {
    const series = seriesOf(name, history.time.length - 1);
    const seen = { ...subject.rates, ...subject.connect, active: (subject.totals ?? subject.counters).active };
    Object.entries(series).forEach(([key, values]) => values.push(seen[key] ?? null));
  }
  const surplus = Math.max(0, history.time.length - KEPT_SECONDS);
  history.time.splice(0, surplus);
  for (const [name, series] of history.series) {
    if (!all.has(name)) {
      history.series.delete(name);
    } else {
      Object.values(series).forEach((values) => values.splice(0, surplus));
    }
  }
}

function seriesOf(name, length) {
  if (!history.series.has(name)) {
    history.series.set(name, Object.fromEntries(Object.keys(COLUMNS).map((key) => [key, Array(length).fill(null)])));
  }
  return history.series.get(name);
}

/** After a time without the server there would be a hole. */
export function forget() {
  history.time.length = 0;
  history.series.clear();
  asked.clear();
}

/** Asks the server, once, for what it remembers of a subject from before this page was there. The first to be asked for is "", which has the seconds. */
export async function recall(name) {
  if (asked.has(name)) {
    return;
  }
  asked.add(name);
  const [kind, id] = name.split(/ (.*)/);
  try {
    const since = new Date(Date.now() - KEPT_SECONDS * 1000).toISOString();
    fill(name, await get("stats/rates", { ...(kind ? { [kind]: id } : {}), since }));
    recalled.value++;
  } catch (problem) {
    if (problem.status !== 404) { // it has gone meanwhile
      failure.value = problem.message;
    }
  }
}

function fill(name, past) {
  const begin = Date.parse(past.begin) / 1000;
  if (name === "") {
    putBefore(past.errors.map((_, i) => begin + (i + 1) * past.stepSeconds));
  }
  const series = seriesOf(name, history.time.length);
  history.time.forEach((time, i) => {
    const step = Math.ceil((time - begin) / past.stepSeconds - 0.5) - 1;
    Object.entries(COLUMNS).forEach(([key, column]) => { series[key][i] ??= past[column][step] ?? null; });
  });
}

/** Of these seconds, those that passed before the first one that is known. */
function putBefore(times) {
  const first = history.time[0] ?? Infinity;
  const room = KEPT_SECONDS - history.time.length;
  const before = times.filter((time) => time < first - 0.5);
  before.splice(0, Math.max(0, before.length - room));
  history.time.unshift(...before);
  history.series.forEach((series) => Object.values(series).forEach((values) => values.unshift(...before.map(() => null))));
}
