/** What the server tells by itself: one stream, for all that is shown. */
import { batch, computed, effect, signal } from "./lib.js";
import { ask, get, session } from "./api.js";

const KEPT_EVENTS = 500;
const KEPT_SECONDS = 300;
const STALE_MS = 3500;
/** Of these the lists of pools and listeners know nothing. */
const QUIET = new Set(["login", "log_level"]);

export const stats = signal(null);
export const pools = signal(null);
export const listeners = signal(null);
export const events = signal([]);
export const info = signal(null);
/** The time, each second: for what says how long something has lasted. */
export const now = signal(Date.now());
/** Milliseconds since the server was heard. */
export const silence = signal(0);
export const isStale = computed(() => silence.value > STALE_MS);
/** Whatever could not be loaded, in its words. */
export const failure = signal("");

/** Seconds that have passed, and the rates in each: whole numbers of the process and of every listener, pool and backend. */
export const history = { time: [], series: new Map() };

let source = null;
let heard = 0;
let refreshing = 0;

export function begin() {
  setInterval(watch, 500);
  effect(() => {
    if (session.value) {
      open();
    } else {
      close();
    }
  });
}

function open() {
  if (source) {
    return;
  }
  heard = performance.now();
  silence.value = 0;
  connect();
}

function connect() {
  source = new EventSource("api/v1/stream");
  source.addEventListener("stats", (message) => tick(JSON.parse(message.data)));
  source.addEventListener("message", (message) => happened(JSON.parse(message.data)));
  source.addEventListener("lost", load);
  source.addEventListener("open", load);
  source.addEventListener("error", () => {
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      load(); // what there is without it
      setTimeout(reconnect, 2000);
    }
  });
}

async function reconnect() {
  if (source || !session.value) {
    return;
  }
  try {
    await get("session"); // says whether the session is over
    connect();
  } catch {
    if (session.value) {
      setTimeout(reconnect, 2000);
    }
  }
}

function close() {
  source?.close();
  source = null;
}

function watch() {
  now.value = Math.floor(Date.now() / 1000) * 1000;
  if (session.value) {
    silence.value = Math.round(performance.now() - heard);
  }
}

function tick(snapshot) {
  heard = performance.now();
  remember(snapshot);
  batch(() => {
    silence.value = 0;
    stats.value = snapshot;
  });
}

function happened(event) {
  heard = performance.now();
  if (events.value.some((known) => known.id === event.id)) {
    return;
  }
  events.value = [event, ...events.value].slice(0, KEPT_EVENTS);
  if (!QUIET.has(event.type)) {
    refreshSoon();
  }
}

/** Many things happen at once: they are asked for once. */
function refreshSoon() {
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, 150);
}

/** Loads what the stream does not carry. */
export async function refresh() {
  try {
    const [poolList, listenerList, about] = await Promise.all([get("pools"), get("listeners"), get("info")]);
    batch(() => {
      pools.value = poolList;
      listeners.value = listenerList;
      info.value = about;
      failure.value = "";
    });
  } catch (problem) {
    failure.value = problem.message;
  }
}

async function load() {
  await refresh();
  try {
    const { data } = await ask({ path: "events", query: { limit: KEPT_EVENTS } });
    events.value = data.reverse();
  } catch (problem) {
    failure.value = problem.message;
  }
}

const NOTHING = { connections: 0, bytesIn: 0, bytesOut: 0, errors: 0 };
const CONNECTS = ["p50Ms", "p95Ms"];

function remember(snapshot) {
  const all = new Map([["", snapshot]]);
  snapshot.listeners.forEach((listener) => all.set(`listener ${listener.id}`, listener));
  snapshot.pools.forEach((pool) => all.set(`pool ${pool.id}`, pool));
  history.time.push(Date.parse(snapshot.time) / 1000);
  const length = history.time.length;
  for (const [name, subject] of all) {
    let series = history.series.get(name);
    if (!series) {
      series = { connections: [], bytesIn: [], bytesOut: [], errors: [], active: [], p50Ms: [], p95Ms: [] };
      Object.values(series).forEach((values) => values.push(...Array(length - 1).fill(null)));
      history.series.set(name, series);
    }
    const rates = subject.rates ?? NOTHING;
    Object.keys(NOTHING).forEach((key) => series[key].push(rates[key]));
    CONNECTS.forEach((key) => series[key].push(subject.connect?.[key] ?? null));
    series.active.push((subject.totals ?? subject.counters).active);
  }
  for (const [name, series] of history.series) {
    if (!all.has(name)) {
      history.series.delete(name);
    } else if (length > KEPT_SECONDS) {
      Object.values(series).forEach((values) => values.shift());
    }
  }
  if (length > KEPT_SECONDS) {
    history.time.shift();
  }
}

/** Pools and their backends with the counters of the last second. */
export const poolsNow = computed(() => merge("pools", pools.value, stats.value?.pools, (pool, second) => ({
  ...pool,
  rates: second.rates,
  connect: second.connect,
  backends: merge(`pool ${pool.id}`, pool.backends, second.backends, (backend, its) => ({
    ...backend,
    active: its.counters.active,
    counters: its.counters,
    rates: its.rates,
    connect: its.connect,
    weight: its.weight,
    serves: its.serves,
    ejected: its.ejected,
  })),
})));

export const poolOf = (id) => poolsNow.value.find((each) => each.id === id);

export const listenersNow = computed(() => merge("listeners", listeners.value, stats.value?.listeners, (listener, second) => ({
  ...listener,
  counters: second.counters,
  rates: second.rates,
  connect: second.connect,
  routes: second.routes,
  acceptQueue: second.acceptQueue,
  datagrams: second.datagrams,
})));

/** What was joined last, by what it is of: what has not changed stays the same object, and is not drawn again. */
const joined = new Map();

function merge(of, known, second, join) {
  if (!known) {
    return [];
  }
  const byId = new Map((second ?? []).map((one) => [one.id, one]));
  const before = joined.get(of) ?? new Map();
  const after = new Map();
  for (const one of known) {
    const its = byId.get(one.id);
    const signature = its ? JSON.stringify(its) : "";
    const last = before.get(one.id);
    const isSame = last?.one === one && last.signature === signature;
    after.set(one.id, isSame ? last : { one, signature, result: its ? join(one, its) : one });
  }
  joined.set(of, after);
  return known.map((one) => after.get(one.id).result);
}
