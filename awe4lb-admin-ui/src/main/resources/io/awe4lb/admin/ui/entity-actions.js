/** Listeners and pools that come and go: each is a change of the configuration. */
import { get, path } from "./api.js";
import { changesOf, propose, takenBack } from "./action.js";
import { plural } from "./format.js";
import { poolsNow } from "./live.js";
import { say } from "./parts.js";

const COMMENT = { name: "comment", label: "Comment", placeholder: "for the history" };
const PATTERN = "[A-Za-z0-9_][A-Za-z0-9_.\\-]*";

/** Kinds of checks that need no option. */
const CHECKS = ["tcp", "tls", "http"];

const listOf = (text) => text.split(/[\s,]+/).filter(Boolean);

/** Words of one kind that the plugins provide. */
async function words(kind) {
  try {
    return (await get("plugins")).flatMap((plugin) => plugin.types).filter((type) => type.startsWith(`${kind} `)).map((type) => type.slice(kind.length + 1));
  } catch (problem) {
    say(problem.message, "bad");
    return [];
  }
}

const backendsField = { name: "backends", label: "Backends", type: "textarea", isRequired: true, placeholder: "10.0.0.1:8080\n10.0.0.2:8080", help: "an address a line" };

const checkField = (known) => ({ name: "check", label: "Health check", value: "tcp", options: [["", "none"], ...CHECKS.filter((check) => known.includes(check)).map((check) => [check, check])], help: "others, and their options: in Configuration" });

const poolPart = ({ strategy, backends, check }) => ({ ...(strategy ? { strategy } : {}), backends: listOf(backends), ...(check ? { healthCheck: check } : {}) });

export async function addPool() {
  const [strategies, checks] = await Promise.all([words("strategy"), words("health check")]);
  propose({
    title: "Add a pool",
    what: "A pool is a group of backends that do the same work. Nobody gets to it before a listener or a route leads there.",
    fields: [
      { name: "id", label: "Name", isRequired: true, pattern: PATTERN, placeholder: "web" },
      backendsField,
      { name: "strategy", label: "Strategy", value: "", options: [["", "as the program chooses"], ...strategies.sort().map((each) => [each, each])] },
      checkField(checks),
      COMMENT,
    ],
    requests: (values) => [{ method: "PUT", path: path("pools", values.id || "NAME"), query: { comment: values.comment }, ifNoneMatch: "*", body: poolPart(values) }],
    preview: changesOf,
    verb: "Add",
    done: ({ id }) => `Pool ${id} is there.`,
    undo: takenBack(1),
  });
}

export function removePool(pool) {
  propose({
    title: `Remove pool ${pool.id}`,
    what: `${plural(pool.backends.length, "backend")} of pool ${pool.id} leave the configuration, and it with them. A listener that leads there has to go first.`,
    fields: [COMMENT],
    requests: ({ comment }) => [{ method: "DELETE", path: path("pools", pool.id), query: { comment }, ifMatch: "*" }],
    preview: changesOf,
    verb: "Remove",
    isGrave: true,
    done: () => `Pool ${pool.id} is removed.`,
    undo: takenBack(1),
  });
}

const bindField = { name: "bind", label: "Address", isRequired: true, placeholder: ":8080", help: "where clients come: a port alone stands for all addresses of this machine" };
const protocolField = { name: "protocol", label: "Protocol", value: "tcp", options: [["tcp", "TCP"], ["udp", "UDP"]] };

const listenerPart = ({ bind, protocol, pool }) => ({ bind, ...(protocol === "udp" ? { protocol } : {}), pool });

export function addListener() {
  const pools = poolsNow.value.map((pool) => pool.id);
  if (pools.length === 0) {
    serve();
    return;
  }
  propose({
    title: "Add a listener",
    what: "Clients that come to its address are served by the pool. Routes, TLS and all else: in Configuration.",
    fields: [
      { name: "id", label: "Name", isRequired: true, pattern: PATTERN, placeholder: "web" },
      bindField,
      protocolField,
      { name: "pool", label: "Pool", value: pools[0], options: pools.map((each) => [each, each]) },
      COMMENT,
    ],
    requests: (values) => [{ method: "PUT", path: path("listeners", values.id || "NAME"), query: { comment: values.comment }, ifNoneMatch: "*", body: listenerPart(values) }],
    preview: changesOf,
    verb: "Add",
    done: ({ id }) => `Listener ${id} is there.`,
    undo: takenBack(1),
  });
}

export function removeListener(listener) {
  propose({
    title: `Remove listener ${listener.id}`,
    what: `Nobody is accepted any more at ${listener.addresses.join(", ") || "its address"}; what lives there follows its onRemove.`,
    fields: [COMMENT],
    requests: ({ comment }) => [{ method: "DELETE", path: path("listeners", listener.id), query: { comment }, ifMatch: "*" }],
    preview: changesOf,
    verb: "Remove",
    isGrave: true,
    done: () => `Listener ${listener.id} is removed.`,
    undo: takenBack(1),
  });
}

/** The first step: a listener and its pool at once. */
export async function serve() {
  const checks = await words("health check");
  propose({
    title: "Serve backends",
    what: "Makes a listener and a pool of one name. Clients that come to the address are led to the backends.",
    fields: [{ name: "id", label: "Name", isRequired: true, pattern: PATTERN, value: "web" }, bindField, protocolField, backendsField, checkField(checks), COMMENT],
    requests: (values) => [{
      method: "PATCH",
      path: "config",
      query: { comment: values.comment },
      type: "application/merge-patch+json",
      ifMatch: "*",
      body: { pools: { [values.id]: poolPart(values) }, listeners: { [values.id]: listenerPart({ ...values, pool: values.id }) } },
    }],
    preview: changesOf,
    verb: "Serve",
    done: ({ bind }) => `Clients are served at ${bind}.`,
    undo: takenBack(1),
  });
}
