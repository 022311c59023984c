/** Pools and their backends: how they do. */
import { html, useMemo, useSignal } from "./lib.js";
import { lacking, session } from "./api.js";
import { Actions, add, listed } from "./backend-actions.js";
import { Charts } from "./chart.js";
import { addPool, removePool } from "./entity-actions.js";
import { bits, clock, connectTime, count, perSecond, plural } from "./format.js";
import { poolOf, pools, poolsNow } from "./live.js";
import { Backend } from "./page-backend.js";
import { Act, backendState, BackendState, Figure, Since, State, Table } from "./parts.js";
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
    { name: "connect", label: "Connect p95", isNumber: true, cell: (pool) => connectTime(pool.connect?.p95Ms), sort: (pool) => pool.connect?.p95Ms ?? -1 },
    { name: "out", label: "To clients", isNumber: true, cell: (pool) => bits(pool.rates?.bytesOut ?? 0), sort: (pool) => pool.rates?.bytesOut ?? 0 },
  ];
  return html`<h1>Pools</h1>
    <div class="buttons"><${Act} needs=${lacking("admin")} onClick=${addPool}>Add a pool</></div>
    ${pools.value && html`<${Table} caption="Pools" columns=${columns} rows=${poolsNow.value} keyOf=${(pool) => pool.id} empty="There are no pools yet." />`}`;
}

const active = (pool) => pool.backends.reduce((sum, backend) => sum + backend.active, 0);

export function PoolState({ pool }) {
  const serving = pool.backends.filter((backend) => backend.serves).length;
  const kind = serving === 0 ? "bad" : serving < pool.backends.length || pool.panic ? "warn" : "good";
  return html`<${State} kind=${kind}>${serving} of ${pool.backends.length} serve${pool.panic ? ", panic" : ""}</>`;
}

export function Pool({ id }) {
  const [, , backendId] = place.value.path;
  return backendId === undefined ? html`<${Whole} id=${id} />` : html`<${Backend} key=${backendId} poolId=${id} id=${backendId} />`;
}

function Whole({ id }) {
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
      <${Figure} label="Active connections">${count(active(pool))}</><${Figure} label="Waiting in line" note=${pool.waiting > 0 ? "every backend is full" : ""}>${count(pool.waiting ?? 0)}</>
      <${Figure} label="Served since the start">${count(pool.counters.connections)}</>
      <${Figure} label="Connect p95" note="of the last 10 s">${connectTime(pool.connect?.p95Ms)}</>
    </dl>
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
    <h2>The last minutes</h2>
    <${Charts} of=${`pool ${id}`} />
    <details><summary>Its part of the configuration</summary><pre tabindex="0">${JSON.stringify(pool.config, null, 2)}</pre></details>
    <div class="buttons"><${Act} kind="grave" needs=${lacking("admin")} onClick=${() => removePool(pool)}>Remove this pool</></div>`;
}

export const connectErrors = (backend) => Object.values(backend.counters.connectErrors).reduce((sum, each) => sum + each, 0);

const columns = (poolId, discovery) => [
  { name: "id", label: "Backend", cell: ({ id, address }) => html`<${Name} poolId=${poolId} id=${id} address=${address} />`, sort: (backend) => backend.id },
  { name: "state", label: "State", cell: (backend) => html`<${Why} backend=${backend} />`, sort: (backend) => backendState(backend).word },
  { name: "weight", label: "Weight", isNumber: true, cell: (backend) => html`${backend.weight}${backend.weightOverride && html`<div class="soft">${backend.weightOverride.who ? `by ${backend.weightOverride.who}` : "overridden"}</div>`}`, sort: (backend) => backend.weight },
  { name: "active", label: "Active", isNumber: true, cell: (backend) => count(backend.active) + (backend.maxConnections > 0 ? ` of ${count(backend.maxConnections)}` : ""), sort: (backend) => backend.active },
  { name: "new", label: "New", isNumber: true, cell: (backend) => perSecond(backend.rates?.connections ?? 0), sort: (backend) => backend.rates?.connections ?? 0 },
  { name: "connect", label: "Connect p95", isNumber: true, cell: (backend) => connectTime(backend.connect?.p95Ms), sort: (backend) => backend.connect?.p95Ms ?? -1 },
  { name: "out", label: "To clients", isNumber: true, cell: (backend) => bits(backend.rates?.bytesOut ?? 0), sort: (backend) => backend.rates?.bytesOut ?? 0 },
  { name: "errors", label: "Errors", isNumber: true, cell: (backend) => count(connectErrors(backend)), sort: connectErrors },
  { name: "do", label: "Do", cell: (backend) => html`<div class="buttons"><${Actions} poolId=${poolId} discovery=${discovery} backends=${[backend]} /></div>` },
];

const Name = ({ poolId, id, address }) => useMemo(
  () => html`<b><${Link} to=${["pools", poolId, id]}>${id}</></b>${id !== address && html` <span class="soft">${address}</span>`}`, [poolId, id, address]);

/** Its state with the reason, made anew only where one of both is another one. */
const Why = ({ backend }) => useMemo(
  () => html`<${BackendState} backend=${backend} /><div class="soft reason">${reason(backend)}</div>`,
  [backend.adminState, backend.health, backend.ejected, backend.active > 0]);

/** Why it is as it is, and since when. */
export function reason({ adminState, health }) {
  if (adminState.state !== "ready") {
    return html`for <${Since} time=${adminState.since} />${adminState.who ? ` by ${adminState.who}` : ""}${adminState.reason ? `: ${adminState.reason}` : ""}`;
  }
  return health.reason ? html`<span title=${`since ${clock(health.since)}`}>for <${Since} time=${health.since} />: ${health.reason}</span>` : "";
}
