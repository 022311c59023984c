/** One backend: how it does, and what its last checks found. */
import { html, useEffect, useSignal } from "./lib.js";
import { get, path } from "./api.js";
import { ProblemText } from "./action.js";
import { Actions } from "./backend-actions.js";
import { bits, bytes, clock, connectTime, count, perSecond } from "./format.js";
import { now, poolOf, pools } from "./live.js";
import { connectErrors, reason } from "./page-pools.js";
import { BackendState, Figure, Since, State, Table } from "./parts.js";
import { Link } from "./router.js";

const EACH_MS = 2000;

export function Backend({ poolId, id }) {
  const pool = poolOf(poolId);
  const backend = pool?.backends.find((each) => each.id === id);
  if (!backend) {
    return html`<h1>Backend ${id}</h1><p class="empty">${pools.value ? `There is no such backend in pool ${poolId}.` : "…"} <${Link} to=${["pools", poolId]}>Its pool</></p>`;
  }
  const { counters, rates, connect } = backend;
  return html`
    <p class="path"><${Link} to=${["pools"]}>Pools</> / <${Link} to=${["pools", poolId]}>${poolId}</></p>
    <h1>Backend ${id}</h1>
    <p><${BackendState} backend=${backend} /> <span class="soft">${reason(backend)}</span> · ${where(backend)} · <${Link} to=${["connections"]} query=${{ pool: poolId, backend: id }}>its connections</></p>
    <div class="buttons"><${Actions} poolId=${poolId} discovery=${pool.discovery} backends=${[backend]} /></div>
    <dl class="figures">
      <${Figure} label="Weight" note=${overridden(backend)}>${backend.weight}</>
      <${Figure} label="Active connections" note=${backend.maxConnections > 0 ? `of ${count(backend.maxConnections)} at most` : ""}>${count(backend.active)}</>
      <${Figure} label="New">${perSecond(rates?.connections ?? 0)}</>
      <${Figure} label="From clients" note=${`${bytes(counters.bytesIn)} in all`}>${bits(rates?.bytesIn ?? 0)}</>
      <${Figure} label="To clients" note=${`${bytes(counters.bytesOut)} in all`}>${bits(rates?.bytesOut ?? 0)}</>
      <${Figure} label="Connect p95" note=${connect?.count > 0 ? `p50 ${connectTime(connect.p50Ms)}, p99 ${connectTime(connect.p99Ms)}` : "nobody connected in the last 10 s"}>${connectTime(connect?.p95Ms)}</>
      <${Figure} label="Served since the start" note=${counters.retries > 0 ? `${count(counters.retries)} clients were given to another one` : ""}>${count(counters.connections)}</>
      <${Figure} label="Failed connects" note=${Object.entries(counters.connectErrors).map(([why, number]) => `${why} ${count(number)}`).join(", ")}>${count(connectErrors(backend))}</>
    </dl>
    <section><h2>Last checks</h2>${pool.healthCheck ? html`<${Checks} poolId=${poolId} id=${id} />` : html`<p class="empty">This pool has no health check: give it <code>healthCheck</code>.</p>`}</section>`;
}

/** Who has said its weight, and what holds without. */
function overridden({ weightOverride, configuredWeight }) {
  return weightOverride && html`${weightOverride.who ? `by ${weightOverride.who}, ` : ""}<${Since} time=${weightOverride.since} /> ago; the configuration says ${configuredWeight}`;
}

/** Its address, and what that stands for where it is a name. */
function where({ address, resolved }) {
  const isSame = resolved.length === 1 && resolved[0] === address;
  return isSame ? address : `${address} (${resolved.join(", ") || "not resolved yet"})`;
}

const KINDS = { passed: "good", failed: "bad", inconclusive: "warn" };

function Checks({ poolId, id }) {
  const checks = useSignal(null);
  const problem = useSignal(null);
  const turn = Math.floor(now.value / EACH_MS);
  useEffect(() => {
    get(path("pools", poolId, "backends", id, "checks")).then((list) => { checks.value = list; problem.value = null; }, (failed) => (problem.value = failed));
  }, [turn]);
  return html`
    ${problem.value && html`<${ProblemText} problem=${problem.value} />`}
    ${checks.value && html`<${Table} caption="Last checks" rows=${checks.value} keyOf=${(each) => each.time} empty="No check has ended yet." columns=${columns} />`}`;
}

const columns = [
  { name: "time", label: "When", cell: (each) => clock(each.time) },
  { name: "result", label: "Result", cell: (each) => html`<${State} kind=${KINDS[each.result]}>${each.result}</>` },
  { name: "ms", label: "Took", isNumber: true, cell: (each) => (each.ms === 0 ? "< 1 ms" : `${each.ms} ms`) },
  { name: "detail", label: "Found", cell: (each) => html`${each.detail}${each.code && html` <span class="soft">${each.code}</span>`}` },
];
