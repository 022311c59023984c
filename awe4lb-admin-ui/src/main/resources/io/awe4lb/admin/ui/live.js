/** What the server tells by itself: one stream, for all that is shown. */
import { batch, computed, effect, signal } from "./lib.js";
import { ask, failure, get, session } from "./api.js";
import { later } from "./frames.js";
import { forget, recall, remember } from "./history.js";

const KEPT_EVENTS = 500;
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
let source = null;
let heard = 0;
let refreshing = 0;
/** What has come and is not shown yet. */
let latest = null;

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
  source.addEventListener("open", () => { forget(); load(); recall(""); });
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
  silence.value = 0;
  remember(snapshot);
  if (latest === null) {
    later(show); // to read of many backends and to draw them is more than one frame has room for
  }
  latest = snapshot;
}

function show() {
  stats.value = latest;
  latest = null;
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

/** Pools and their backends with the counters of the last second. */
export const poolsNow = computed(() => merge("pools", pools.value, stats.value?.pools, (pool, second) => ({
  ...pool,
  waiting: second.waiting,
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
  dryRun: second.dryRun,
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
    const last = before.get(one.id);
    const isSame = last?.one === one && isAlike(last.its, its);
    after.set(one.id, isSame ? last : { one, its, result: its ? join(one, its) : one });
  }
  joined.set(of, after);
  return known.map((one) => after.get(one.id).result);
}

/** Whether two values that came as JSON say the same. */
function isAlike(one, other) {
  if (one === other) {
    return true;
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isAlike(one[key], other[key]));
}
