/** Pools and their backends: how they do, and everything that is done to them. */
import { html, useMemo, useSignal } from "./lib.js";
import { ask, lacking, path, session } from "./api.js";
import { perform, propose } from "./action.js";
import { Charts } from "./chart.js";
import { bits, clock, count, perSecond, plural } from "./format.js";
import { pools, poolsNow, refresh } from "./live.js";
import { Act, backendState, BackendState, Figure, say, Since, State, Table } from "./parts.js";
import { filter, Link, place } from "./router.js";

export function Pools() {
  const columns = [
    { name: "id", label: "Pool", cell: (pool) => html`<${Link} to=${["pools", pool.id]}>${pool.id}</>`, sort: (pool) => pool.id },
    { name: "state", label: "State", cell: (pool) => html`<${PoolState} pool=${pool} />`, sort: (pool) => pool.backends.filter((backend) => backend.serves).length / Math.max(1, pool.backends.length) },
    { name: "strategy", label: "Strategy", cell: (pool) => pool.strategy, sort: (pool) => pool.strategy },
    { name: "discovery", label: "Backends from", cell: (pool) => pool.discovery, sort: (pool) => pool.discovery },
    { name: "check", label: "Health check", cell: (pool) => pool.healthCheck || "none", sort: (pool) => pool.healthCheck },
    { name: "active", label: "Active", isNumber: true, cell: (pool) => count(active(pool)), sort: active },
    { name: "new", label: "New", isNumber: true, cell: (pool) => perSecond(pool.rates?.connections ?? 0), sort: (pool) => pool.rates?.connections ?? 0 },
    { name: "out", label: "To clients", isNumber: true, cell: (pool) => bits(pool.rates?.bytesOut ?? 0), sort: (pool) => pool.rates?.bytesOut ?? 0 },
  ];
  return html`<h1>Pools</h1><${Table} caption="Pools" columns=${columns} rows=${poolsNow.value} keyOf=${(pool) => pool.id} empty="There are no pools yet." />`;
}

const active = (pool) => pool.backends.reduce((sum, backend) => sum + backend.active, 0);

export function PoolState({ pool }) {
  const serving = pool.backends.filter((backend) => backend.serves).length;
  const kind = serving === 0 ? "bad" : serving < pool.backends.length || pool.panic ? "warn" : "good";
  return html`<${State} kind=${kind}>${serving} of ${pool.backends.length} serve${pool.panic ? ", panic" : ""}</>`;
}

export function Pool({ id }) {
  const chosen = useSignal(new Set());
  const pool = poolOf(id);
  const role = session.value?.role;
  const shownColumns = useMemo(() => columns(id, pool?.discovery), [id, pool?.discovery, role]);
  if (!pool) {
    return html`<h1>Pool ${id}</h1><p class="empty">${pools.value ? "There is no pool of this name." : "…"} <${Link} to=${["pools"]}>All pools</></p>`;
  }
  const { query } = place.value;
  const text = (query.get("text") ?? "").toLowerCase();
  const state = query.get("state") ?? "";
  const rows = pool.backends.filter((backend) => (!state || backendState(backend).word === state) && (!text || `${backend.id} ${backend.address}`.toLowerCase().includes(text)));
  const some = pool.backends.filter((backend) => chosen.value.has(backend.id));
  return html`
    <h1>Pool ${pool.id}</h1>
    <p><${PoolState} pool=${pool} /> ${pool.discoveryFailure && html`<${State} kind="warn">its backends cannot be learned: ${pool.discoveryFailure}</>`}</p>
    <dl class="figures">
      <${Figure} label="Strategy">${pool.strategy}</><${Figure} label="Backends from">${pool.discovery}</><${Figure} label="Health check">${pool.healthCheck || "none"}</>
      <${Figure} label="Active connections">${count(active(pool))}</><${Figure} label="Served since the start">${count(pool.counters.connections)}</>
    </dl>
    <${Charts} of=${`pool ${id}`} />
    <h2>Backends</h2>
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      <label>State <select value=${state} onChange=${(event) => filter("state", event.target.value)}><option value="">all</option>${["up", "down", "ejected", "draining", "drained", "maintenance", "starting", "unchecked"].map((each) => html`<option value=${each} selected=${each === state}>${each}</option>`)}</select></label>
      <label>Name or address <input type="search" value=${query.get("text") ?? ""} onInput=${(event) => filter("text", event.target.value)} /></label>
    </form>
    <div class="buttons" role="group" aria-label="What is done to the chosen backends">
      <span class="soft">${some.length === 0 ? "Choose backends, or use the buttons of one:" : plural(some.length, "backend") + " chosen:"}</span>
      ${some.length > 0 && html`<${Actions} poolId=${id} discovery=${pool.discovery} backends=${some} done=${() => (chosen.value = new Set())} />`}
      <${Act} needs=${lacking("admin") || listed(pool.discovery)} onClick=${() => add(pool)}>Add a backend</>
    </div>
    <${Table} caption=${`Backends of pool ${id}`} columns=${shownColumns} rows=${rows} keyOf=${(backend) => backend.id} chosen=${chosen} empty="No backend fits." />
    <details><summary>Its part of the configuration</summary><pre tabindex="0">${JSON.stringify(pool.config, null, 2)}</pre></details>`;
}

const poolOf = (id) => poolsNow.value.find((each) => each.id === id);

const connectErrors = (backend) => Object.values(backend.counters.connectErrors).reduce((sum, each) => sum + each, 0);

const columns = (poolId, discovery) => [
  { name: "id", label: "Backend", cell: (backend) => html`<b>${backend.id}</b>${backend.id !== backend.address && html` <span class="soft">${backend.address}</span>`}`, sort: (backend) => backend.id },
  { name: "state", label: "State", cell: (backend) => html`<${BackendState} backend=${backend} /><div class="soft reason">${reason(backend)}</div>`, sort: (backend) => backendState(backend).word },
  { name: "weight", label: "Weight", isNumber: true, cell: (backend) => html`${backend.weight}${backend.weight !== backend.configuredWeight && html` <span class="soft">of ${backend.configuredWeight}</span>`}`, sort: (backend) => backend.weight },
  { name: "active", label: "Active", isNumber: true, cell: (backend) => count(backend.active), sort: (backend) => backend.active },
  { name: "new", label: "New", isNumber: true, cell: (backend) => perSecond(backend.rates?.connections ?? 0), sort: (backend) => backend.rates?.connections ?? 0 },
  { name: "out", label: "To clients", isNumber: true, cell: (backend) => bits(backend.rates?.bytesOut ?? 0), sort: (backend) => backend.rates?.bytesOut ?? 0 },
  { name: "errors", label: "Errors", isNumber: true, cell: (backend) => count(connectErrors(backend)), sort: connectErrors },
  { name: "do", label: "Do", cell: (backend) => html`<div class="buttons"><${Actions} poolId=${poolId} discovery=${discovery} backends=${[backend]} /></div>` },
];

function reason({ adminState, health }) {
  if (adminState.state !== "ready") {
    return html`for <${Since} time=${adminState.since} />${adminState.who ? ` by ${adminState.who}` : ""}${adminState.reason ? `: ${adminState.reason}` : ""}`;
  }
  return health.reason ? html`<span title=${`since ${clock(health.since)}`}>for <${Since} time=${health.since} />: ${health.reason}</span>` : "";
}

/** What is done to backends is done to them as they are when it is done. */
function Actions({ poolId, discovery, backends, done = () => {} }) {
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
  return html`
    ${isReady ? act("Drain", drain) : act("Ready", ready)}
    ${isReady && act("Maintenance", maintain)}
    ${act("Weight", weigh)}
    ${act("Check", check)}
    ${act("Close connections", closeConnections)}
    <${Act} kind="small" needs=${lacking("admin") || listed(discovery)} label=${`Remove ${name}`} onClick=${() => begin(remove)}>Remove</>`;
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
      { name: "timeout", label: "For how long", value: "", placeholder: "for example 5m; empty: as long as they take" },
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
    done: () => `${name} gets no new connections.`,
    undo: before(pool, backends),
  });
}

function maintain(pool, backends, name) {
  propose({
    title: `Maintenance of ${name}`,
    what: `No new connection goes to ${name} of pool ${pool.id}, and it is not checked until it is ready again. ${capacity(pool, backends)}`,
    fields: [{ name: "reason", label: "Reason", value: "", placeholder: "others see it" }],
    requests: (values) => backends.map((backend) => setState(pool, backend, { state: "maint", reason: values.reason })),
    preview: () => "",
    verb: "Begin maintenance",
    done: () => `${name} is in maintenance.`,
    undo: before(pool, backends),
  });
}

async function ready(pool, backends, name) {
  try {
    await perform(backends.map((backend) => setState(pool, backend, { state: "ready" })));
    say(`${name} gets connections again.`, "good", async () => perform(before(pool, backends)()));
  } catch (problem) {
    say(problem.message, "bad");
  }
}

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
    done: (values) => `${name} has weight ${values.weight}.`,
    undo: () => backends.map((backend) => weight(backend, backend.weight === backend.configuredWeight ? null : backend.weight)),
  });
}

async function check(pool, backends) {
  try {
    for (const backend of backends) {
      const { data } = await ask({ method: "POST", path: at(pool, backend, "check") });
      say(`${backend.id}: ${data.result}: ${data.detail} (${data.ms} ms)`, data.result === "passed" ? "good" : "bad");
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
    preview: (answers) => answers.flatMap((each) => each.changes ?? []).map((change) => `${change.sentence}${change.effect ? `: ${change.effect}` : ""}`).join("; "),
    verb: "Remove",
    isGrave: true,
    done: () => `${name} is removed; the history of the configuration takes it back.`,
  });
}

function add(pool) {
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
    verb: "Add",
    done: ({ name, address }) => `${name || address} is in pool ${pool.id}.`,
    undo: ({ name, address }) => [{ method: "DELETE", path: path("pools", pool.id, "backends", name || address), ifMatch: "*" }],
  });
}
