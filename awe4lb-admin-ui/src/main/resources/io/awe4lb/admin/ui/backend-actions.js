/** Everything that is done to backends. */
import { html, useMemo } from "./lib.js";
import { ask, lacking, path } from "./api.js";
import { changesOf, performAtOnce, propose, takenBack } from "./action.js";
import { plural } from "./format.js";
import { poolOf, refresh } from "./live.js";
import { Act, say } from "./parts.js";

/** What is done to backends is done to them as they are when it is done. */
export function Actions({ poolId, discovery, backends, done = () => {} }) {
  const name = backends.length === 1 ? backends[0].id : plural(backends.length, "backend");
  const isReady = backends.every((backend) => backend.adminState.state === "ready");
  const needs = lacking("operator");
  const begin = (action) => {
    const ids = new Set(backends.map((backend) => backend.id));
    const pool = poolOf(poolId);
    action(pool, pool.backends.filter((backend) => ids.has(backend.id)), name);
    done();
  };
  const act = (label, action) => html`<${Act} kind="small" needs=${needs} label=${`${label} ${name}`} onClick=${() => begin(action)}>${label}</>`;
  const may = lacking("admin") || listed(discovery);
  return useMemo(() => html`
    ${isReady ? act("Drain", drain) : act("Ready", ready)}
    ${isReady && act("Maintenance", maintain)}
    ${act("Weight", weigh)}
    ${act("Check", check)}
    ${act("Close connections", closeConnections)}
    <${Act} kind="small" needs=${may} label=${`Remove ${name}`} onClick=${() => begin(remove)}>Remove</>`, [backends.map((backend) => backend.id).join(), isReady, needs, may]);
}

/** Why the list of backends cannot be edited here. */
export const listed = (discovery) => (discovery === "static" ? "" : `needs a list of its own: this pool's backends come from ${discovery}`);

const at = (pool, backend, ...rest) => path("pools", pool.id, "backends", backend.id, ...rest);

const setState = (pool, backend, body) => ({ method: "PUT", path: at(pool, backend, "admin-state"), body, ifMatch: "*" });

/** What is left when these do not serve. */
function capacity(pool, backends) {
  const gone = new Set(backends.map((backend) => backend.id));
  const rest = pool.backends.filter((backend) => backend.serves && !gone.has(backend.id));
  const before = pool.backends.filter((backend) => backend.serves).reduce((sum, backend) => sum + backend.weight, 0);
  const after = rest.reduce((sum, backend) => sum + backend.weight, 0);
  if (rest.length === 0) {
    return "Nobody is left then: every new client is closed.";
  }
  return after < before ? `Of the pool's weight ${Math.round((100 * after) / before)} % is left, on ${plural(rest.length, "backend")}.` : "";
}

const before = (pool, backends) => () => backends.map((backend) => setState(pool, backend, { state: backend.adminState.state, reason: backend.adminState.reason }));

function drain(pool, backends, name) {
  const live = backends.reduce((sum, backend) => sum + backend.active, 0);
  propose({
    title: `Drain ${name}`,
    what: `No new connection goes to ${name} of pool ${pool.id}; ${live === 0 ? "none lives there now" : `the ${plural(live, "connection")} that ${live === 1 ? "lives" : "live"} there may go on`}. ${capacity(pool, backends)}`,
    fields: [
      { name: "timeout", label: "Time for those that live", value: "", placeholder: "for example 5m; empty: as long as they take" },
      { name: "onTimeout", label: "What then", value: "keep", options: [["keep", "those that live go on"], ["close", "those that live are closed"]] },
      { name: "reason", label: "Reason", value: "", placeholder: "others see it" },
    ],
    requests: (values) => backends.map((backend) => setState(pool, backend, {
      state: "drain",
      ...(values.timeout ? { timeout: values.timeout, onTimeout: values.onTimeout } : {}),
      reason: values.reason,
    })),
    preview: () => "",
    verb: "Drain",
    done: () => `${name} ${backends.length === 1 ? "gets" : "get"} no new connections.`,
    undo: before(pool, backends),
  });
}

function maintain(pool, backends, name) {
  propose({
    title: `Maintenance of ${name}`,
    what: `No new connection goes to ${name} of pool ${pool.id}, and no check is made until that is over. ${capacity(pool, backends)}`,
    fields: [{ name: "reason", label: "Reason", value: "", placeholder: "others see it" }],
    requests: (values) => backends.map((backend) => setState(pool, backend, { state: "maint", reason: values.reason })),
    preview: () => "",
    verb: "Begin maintenance",
    done: () => `${name} ${backends.length === 1 ? "is" : "are"} in maintenance.`,
    undo: before(pool, backends),
  });
}

const ready = (pool, backends, name) => performAtOnce({
  requests: backends.map((backend) => setState(pool, backend, { state: "ready" })),
  done: () => `${name} ${backends.length === 1 ? "gets" : "get"} connections again.`,
  undo: before(pool, backends),
});

function weigh(pool, backends, name) {
  const weight = (backend, value) => ({ method: "PATCH", path: at(pool, backend), body: { weight: value }, type: "application/merge-patch+json", ifMatch: "*" });
  propose({
    title: `Weight of ${name}`,
    what: `New connections are shared by weight; those that live stay where they are. It holds until it is changed again, over restarts; the configuration says ${[...new Set(backends.map((backend) => backend.configuredWeight))].join(", ")}.`,
    fields: [{ name: "weight", label: "Weight", type: "number", min: 0, max: 65535, value: String(backends[0].weight), isRequired: true, help: "0 to 65535; 0: no new connections while others serve" }],
    requests: (values) => backends.map((backend) => weight(backend, Number(values.weight))),
    preview: (answers, values) => {
      const next = pool.backends.map((backend) => (backends.some((each) => each.id === backend.id) ? Number(values.weight) : backend.weight));
      const sum = next.reduce((total, each) => total + each, 0);
      return sum === 0 ? "All weights are 0 then, so work is spread evenly." : `${name} then gets about ${Math.round((100 * Number(values.weight)) / sum)} % of the new connections${backends.length > 1 ? " each" : ""}.`;
    },
    verb: "Set the weight",
    done: (values) => `${name} ${backends.length === 1 ? "has" : "have"} weight ${values.weight}.`,
    undo: () => backends.map((backend) => weight(backend, backend.weightOverride ? backend.weight : null)),
  });
}

async function check(pool, backends) {
  try {
    for (const backend of backends) {
      const request = { method: "POST", path: at(pool, backend, "check") };
      const { data } = await ask(request);
      say(`${backend.id}: ${data.result}: ${data.detail} (${data.ms} ms)`, data.result === "passed" ? "good" : "bad", { requests: [request] });
    }
    await refresh();
  } catch (problem) {
    say(problem.message, "bad");
  }
}

function closeConnections(pool, backends, name) {
  propose({
    title: `Close the connections of ${name}`,
    what: `Every connection that lives on ${name} of pool ${pool.id} ends now, whatever goes on in it. New ones still come.`,
    requests: () => backends.map((backend) => ({ method: "DELETE", path: "connections", query: { pool: pool.id, backend: backend.id } })),
    preview: (answers) => `${plural(answers.reduce((sum, each) => sum + each.closed, 0), "connection")} would end.`,
    verb: "Close them",
    isGrave: true,
    done: () => `The connections of ${name} are closed.`,
  });
}

function remove(pool, backends, name) {
  propose({
    title: `Remove ${name}`,
    what: `${name} leaves pool ${pool.id} and the configuration. ${capacity(pool, backends)}`,
    fields: [{ name: "comment", label: "Comment", value: "", placeholder: "for the history" }],
    requests: (values) => backends.map((backend) => ({ method: "DELETE", path: at(pool, backend), query: { comment: values.comment }, ifMatch: "*" })),
    preview: changesOf,
    verb: "Remove",
    isGrave: true,
    done: () => `${name} ${backends.length === 1 ? "is" : "are"} removed.`,
    undo: takenBack(backends.length),
  });
}

/** Asks for a backend that joins the list. */
export function add(pool) {
  propose({
    title: `Add a backend to pool ${pool.id}`,
    what: "It becomes part of the configuration, and gets connections as soon as it is up.",
    fields: [
      { name: "address", label: "Address", isRequired: true, placeholder: "10.0.0.5:8080" },
      { name: "name", label: "Name", placeholder: "empty: the address" },
      { name: "weight", label: "Weight", type: "number", min: 0, max: 65535, value: "1" },
      { name: "comment", label: "Comment", placeholder: "for the history" },
    ],
    requests: ({ address, name, weight, comment }) => [{
      method: "PUT",
      path: path("pools", pool.id, "backends", name || address || "ADDRESS"),
      query: { comment },
      ifNoneMatch: "*",
      body: { address, ...(weight === "1" || weight === "" ? {} : { weight: Number(weight) }) },
    }],
    preview: changesOf,
    verb: "Add",
    done: ({ name, address }) => `${name || address} is in pool ${pool.id}.`,
    undo: takenBack(1),
  });
}
