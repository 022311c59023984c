/** What is wrong, in sentences, the worst first. Pure: what is known → [{kind, text, to}]. */
import { bytes, clock, plural, since } from "./format.js";

const RANK = { bad: 0, warn: 1, busy: 2, off: 3 };

export function problems({ pools, listeners, stats, plugins = [], certificates = [] }) {
  const found = [
    ...listeners.flatMap(ofListener),
    ...pools.flatMap((pool) => ofPool(pool)),
    ...plugins.filter((plugin) => plugin.state === "failed").map((plugin) => ({ kind: "warn", text: `plugin ${plugin.id} is not used: ${plugin.reason}`, to: ["plugins"] })),
    ...certificates.flatMap(ofCertificate),
    ...ofProcess(stats),
  ];
  return found.sort((one, other) => RANK[one.kind] - RANK[other.kind]);
}

function ofListener(listener) {
  const to = ["listeners", listener.id];
  const found = [];
  if (listener.state !== "listening") {
    found.push({ kind: "bad", text: `listener ${listener.id} does not listen`, to });
  }
  if (listener.acceptQueue?.dropped > 0) {
    found.push({ kind: "warn", text: `listener ${listener.id}: ${plural(listener.acceptQueue.dropped, "client")} found its queue full since the start`, to });
  }
  if (faultOf(listener)) {
    found.push({ kind: "warn", text: `listener ${listener.id}: ${faultOf(listener)}`, to });
  }
  return found;
}

/** What somebody wants to be wrong with connections, until when, and who; empty where nothing is, or is any more. */
export function faultOf({ fault }) {
  if (!fault || Date.parse(fault.until) <= Date.now()) {
    return "";
  }
  const { latency, jitter, bandwidth, blackhole, resetAfter, limitData } = fault;
  const what = [
    latency && `latency ${latency}${jitter === "0s" ? "" : ` ± ${jitter}`}`,
    bandwidth && `bandwidth ${bytes(bandwidth)} a second`,
    blackhole && "nothing goes through",
    resetAfter && `reset after ${resetAfter}`,
    limitData && `closed after ${bytes(limitData)} to the client`,
  ].filter(Boolean);
  return `${fault.percent} % of new connections have a fault until ${clock(fault.until)}, as ${fault.who} wants: ${what.join(", ")}`;
}

function ofPool(pool) {
  const to = ["pools", pool.id];
  const found = [];
  if (pool.backends.length === 0) {
    found.push({ kind: "bad", text: `pool ${pool.id} has no backends: every client is closed`, to });
  } else if (!pool.backends.some((backend) => backend.serves)) {
    found.push({ kind: "bad", text: `pool ${pool.id}: no backend serves, every client is closed`, to });
  }
  if (pool.discoveryFailure) {
    found.push({ kind: "warn", text: `pool ${pool.id} cannot learn its backends: ${pool.discoveryFailure}`, to });
  }
  if (pool.panic) {
    found.push({ kind: "warn", text: `pool ${pool.id} is in panic: too few backends are up, so all of them are used`, to });
  }
  if (pool.waiting > 0) {
    found.push({ kind: "warn", text: `pool ${pool.id}: every backend is full, ${plural(pool.waiting, "client")} in line`, to });
  }
  return found.concat(pool.backends.flatMap((backend) => ofBackend(pool, backend)));
}

function ofBackend(pool, backend) {
  const to = ["pools", pool.id];
  const name = backend.id === backend.address ? backend.id : `${backend.id} ${backend.address}`;
  const { adminState, health } = backend;
  if (adminState.state !== "ready") {
    const what = adminState.state === "maint" ? "in maintenance" : backend.active > 0 ? `draining, ${plural(backend.active, "connection")} left` : "drained";
    const who = adminState.who ? ` by ${adminState.who}` : "";
    return [{ kind: "off", text: `pool ${pool.id}: ${name} is ${what} for ${since(adminState.since)}${who}${adminState.reason ? `: ${adminState.reason}` : ""}`, to }];
  }
  if (health.status === "down") {
    return [{ kind: "bad", text: `pool ${pool.id}: ${name} is down for ${since(health.since)}: ${health.reason}`, to }];
  }
  if (backend.ejected) {
    return [{ kind: "warn", text: `pool ${pool.id}: ${name} is left out for a while, because clients had trouble with it`, to }];
  }
  return [];
}

const DAY = 86_400_000;

function ofCertificate(certificate) {
  const left = Date.parse(certificate.notAfter) - Date.now();
  const name = certificate.names?.[0] ?? certificate.subject;
  const { placeholder, failures = 0, issuer, error } = certificate.order ?? {};
  if (placeholder || failures > 0) {
    const why = failures > 0 ? `: ${issuer} was asked in vain: ${error}` : "";
    return [{ kind: placeholder ? "bad" : "warn", text: `the certificate for ${name} is not ${placeholder ? "given" : "renewed"} yet${why}`, to: ["certificates"] }];
  }
  if (left < 0) {
    return [{ kind: "bad", text: `the certificate for ${name} is over since ${new Date(certificate.notAfter).toLocaleDateString("en-CA")}`, to: ["certificates"] }];
  }
  return left < 14 * DAY ? [{ kind: "warn", text: `the certificate for ${name} is over in ${plural(Math.floor(left / DAY), "day")}`, to: ["certificates"] }] : [];
}

const THINGS = { descriptors: "file descriptors", memory: "memory", loop_lag: "time of the event loops" };

/** Whose new clients are turned away, because something is short; empty nearly always. */
export function overloadOf(stats) {
  const { shedBelow = 0, shortages = [] } = stats?.overload ?? {};
  if (shedBelow === 0) {
    return "";
  }
  const whose = shedBelow > 100 ? "all listeners" : `listeners with a priority below ${shedBelow}`;
  return `short of ${shortages.map((each) => THINGS[each] ?? each).join(", ")}: new clients of ${whose} are turned away`;
}

function ofProcess(stats) {
  const files = stats?.fileDescriptors;
  const found = [];
  if (overloadOf(stats)) {
    found.push({ kind: "bad", text: overloadOf(stats), to: ["system"] });
  }
  if (files && files.open > files.limit * 0.9) {
    found.push({ kind: "warn", text: `${plural(files.open, "file descriptor")} of ${files.limit} are in use: raise the limit (ulimit -n)`, to: ["system"] });
  }
  for (const log of stats?.accessLogs ?? []) {
    if (log.dropped > 0) {
      found.push({ kind: "warn", text: `${plural(log.dropped, "line")} of the access log ${log.target} were dropped since the start`, to: ["system"] });
    }
  }
  return found;
}
