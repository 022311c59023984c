/** Listeners: where clients come in, and where they are led. */
import { html, useEffect, useSignal } from "./lib.js";
import { get, lacking, path } from "./api.js";
import { ProblemText } from "./action.js";
import { Charts } from "./chart.js";
import { addListener, removeListener } from "./entity-actions.js";
import { ENDS } from "./ends.js";
import { guardOf } from "./guard.js";
import { waysOf } from "./page-overview.js";
import { bits, bytes, connectTime, count, perSecond } from "./format.js";
import { info, listeners, listenersNow, poolsNow } from "./live.js";
import { Act, Figure, State, Table } from "./parts.js";
import { PoolState } from "./page-pools.js";
import { faultOf } from "./problems.js";
import { filter, Link, place } from "./router.js";

const Listening = ({ listener }) => html`<${State} kind=${listener.state === "listening" ? "good" : "bad"}>${listener.state}</>`;

const columns = [
  { name: "id", label: "Listener", cell: (listener) => html`<${Link} to=${["listeners", listener.id]}>${listener.id}</>`, sort: (listener) => listener.id },
  { name: "state", label: "State", cell: (listener) => html`<${Listening} listener=${listener} />`, sort: (listener) => listener.state },
  { name: "address", label: "Addresses", cell: (listener) => listener.addresses.join(", "), sort: (listener) => listener.addresses.join() },
  { name: "protocol", label: "Protocol", cell: (listener) => listener.protocol, sort: (listener) => listener.protocol },
  { name: "pools", label: "Leads to", cell: (listener) => [...new Set(waysOf(listener).map((way) => way.pool))].map((pool, i) => html`${i > 0 ? ", " : ""}<${Link} to=${["pools", pool]}>${pool}</>`) },
  { name: "active", label: "Active", isNumber: true, cell: (listener) => count(listener.counters.active), sort: (listener) => listener.counters.active },
  { name: "new", label: "New", isNumber: true, cell: (listener) => perSecond(listener.rates?.connections ?? 0), sort: (listener) => listener.rates?.connections ?? 0 },
  { name: "connect", label: "Connect p95", isNumber: true, cell: (listener) => connectTime(listener.connect?.p95Ms), sort: (listener) => listener.connect?.p95Ms ?? -1 },
  { name: "out", label: "To clients", isNumber: true, cell: (listener) => bits(listener.rates?.bytesOut ?? 0), sort: (listener) => listener.rates?.bytesOut ?? 0 },
];

export const Listeners = () => html`
  <h1>Listeners</h1>
  <div class="buttons"><${Act} needs=${lacking("admin")} onClick=${addListener}>Add a listener</></div>
  ${listeners.value && html`<${Table} caption="Listeners" columns=${columns} rows=${listenersNow.value} keyOf=${(listener) => listener.id} empty="There are no listeners yet." />`}`;

export function Listener({ id }) {
  const listener = listenersNow.value.find((each) => each.id === id);
  if (!listener) {
    return html`<h1>Listener ${id}</h1><p class="empty">${listeners.value ? "There is no listener of this name." : "…"} <${Link} to=${["listeners"]}>All listeners</></p>`;
  }
  const { counters, acceptQueue, datagrams } = listener;
  const fault = faultOf(listener);
  return html`
    <h1>Listener ${id}</h1>
    <p><${Listening} listener=${listener} /> ${listener.protocol} at ${listener.addresses.join(", ") || "no address"} · <${Link} to=${["connections"]} query=${{ listener: id }}>its connections</></p>
    ${fault && html`<p class="problems"><${State} kind="warn">${fault}</></p>`}
    <dl class="figures">
      <${Figure} label="Active" note=${listener.config.limits?.connections ? `of ${count(listener.config.limits.connections)} at most` : ""}>${count(counters.active)}</><${Figure} label="Accepted since the start">${count(counters.accepted)}</>
      <${Figure} label="Connect p95" note="of the last 10 s">${connectTime(listener.connect?.p95Ms)}</>
      <${Figure} label="From clients">${bytes(counters.bytesIn)}</><${Figure} label="To clients">${bytes(counters.bytesOut)}</>
      ${acceptQueue && html`<${Figure} label="Waiting to be accepted" note=${acceptQueue.dropped > 0 ? `${count(acceptQueue.dropped)} found the queue full` : ""}>${acceptQueue.waiting} of ${acceptQueue.limit}</>`}
    </dl>
    <section><h2>Routes</h2><${Routes} listener=${listener} />${listener.protocol !== "udp" && html`<${RouteTester} id=${id} />`}</section>
    <section><h2>Who may come in</h2><${Guard} listener=${listener} /></section>
    <h2>The last minutes</h2>
    <${Charts} of=${`listener ${id}`} />
    <section><h2>How connections ended</h2><${Ends} closed=${counters.closed} /></section>
    ${datagrams && html`<section><h2>Datagrams</h2><${Datagrams} datagrams=${datagrams} /></section>`}
    <details><summary>Its part of the configuration</summary><pre tabindex="0">${JSON.stringify(listener.config, null, 2)}</pre></details>
    <div class="buttons"><${Act} kind="grave" needs=${lacking("admin")} onClick=${() => removeListener(listener)}>Remove this listener</></div>`;
}

function Routes({ listener }) {
  const pools = new Map(poolsNow.value.map((pool) => [pool.id, pool]));
  return html`<${Table} caption="Routes" rows=${waysOf(listener)} keyOf=${(way) => way.rule} columns=${[
    { name: "rule", label: "Clients", cell: (way) => way.rule },
    { name: "pool", label: "Pool", cell: (way) => html`<${Link} to=${["pools", way.pool]}>${way.pool}</>` },
    { name: "state", label: "State", cell: (way) => pools.has(way.pool) && html`<${PoolState} pool=${pools.get(way.pool)} />` },
    { name: "number", label: "Connections", isNumber: true, cell: (way) => count(way.connections), sort: (way) => way.connections },
  ]} />${listener.counters.closed.no_route > 0 && html`<p class="soft">${count(listener.counters.closed.no_route)} fitted none and were closed (no_route).</p>`}`;
}

/** Where would this client go? What is asked stands in the address, so that it can be sent to somebody. */
function RouteTester({ id }) {
  const { query } = place.value;
  const asked = Object.fromEntries(["sni", "alpn", "host", "application", "source", "port"].map((name) => [name, query.get(name) ?? ""]));
  const answer = useSignal(null);
  const problem = useSignal(null);
  const isAsked = Object.values(asked).some(Boolean);
  useEffect(() => {
    if (!isAsked) {
      answer.value = problem.value = null;
      return undefined;
    }
    let isGone = false;
    const timer = setTimeout(() => get(path("listeners", id, "route"), asked).then(
      (found) => { if (!isGone) { answer.value = found; problem.value = null; } },
      (failed) => { if (!isGone) { answer.value = null; problem.value = failed; } }), 200);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [id, ...Object.values(asked), info.value?.revision]);
  const field = (name, label, placeholder) => html`<label>${label} <input value=${asked[name]} placeholder=${placeholder} onInput=${(event) => filter(name, event.target.value.trim())} /></label>`;
  return html`
    <h3>Where would a client go?</h3>
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      ${field("sni", "Name it asks for (SNI)", "shop.example.com")}${field("alpn", "Protocols it offers (ALPN)", "h2,http/1.1")}${field("host", "Host of its request, in clear", "shop.example.com")}${field("application", "What it speaks", "ssh")}${field("source", "Its address", "10.1.2.3")}${field("port", "Port it connects to", "443")}
    </form>
    <div role="status">${answer.value && html`<p class="expected"><${State} kind=${answer.value.end ? "bad" : "good"}>${answer.value.sentence}</></p>`}</div>
    ${problem.value && html`<${ProblemText} problem=${problem.value} />`}`;
}

const Guard = ({ listener: { config, dryRun } }) => html`
  <${Table} caption="Who may come in" rows=${guardOf(config)} keyOf=${([what]) => what} columns=${[
    { name: "what", label: "What", cell: ([what]) => what },
    { name: "words", label: "Is", cell: ([, words]) => words },
  ]} />
  ${dryRun && html`<p class="soft">Without dry-run, ${count(dryRun.limit)} would have been turned away for a limit, and ${count(dryRun.rate_limited)} for a rate.</p>`}`;

const Ends = ({ closed }) => html`<${Table} caption="How connections ended" empty="None has ended yet." rows=${Object.entries(closed)} keyOf=${([reason]) => reason} columns=${[
  { name: "reason", label: "Reason", cell: ([reason]) => html`${reason}<div class="soft">${ENDS[reason]}</div>`, sort: ([reason]) => reason },
  { name: "number", label: "Connections", isNumber: true, cell: ([, number]) => count(number), sort: ([, number]) => number },
]} />`;

const Datagrams = ({ datagrams }) => html`<${Table} caption="Datagrams" rows=${flat(datagrams)} keyOf=${([name]) => name} columns=${[
  { name: "what", label: "What", cell: ([name]) => name },
  { name: "number", label: "Datagrams", isNumber: true, cell: ([, number]) => count(number) },
]} />`;

const flat = (object, prefix = "") => Object.entries(object).flatMap(([key, value]) => (typeof value === "object" ? flat(value, `${prefix}${key} `) : [[prefix + key, value]]));
