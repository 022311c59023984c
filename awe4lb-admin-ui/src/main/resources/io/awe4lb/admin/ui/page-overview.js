/** The first page: what is wrong, how much goes on, and what leads where. */
import { html, useEffect, useSignal } from "./lib.js";
import { get, lacking } from "./api.js";
import { Charts } from "./chart.js";
import { certificateChange } from "./page-certificates.js";
import { EventList } from "./page-events.js";
import { bits, connectTime, count, perSecond, plural } from "./format.js";
import { events, info, listenersNow, pools, poolsNow, stats } from "./live.js";
import { serve } from "./entity-actions.js";
import { Act, BackendState, Copied, Figure, State } from "./parts.js";
import { problems } from "./problems.js";
import { Link } from "./router.js";

export function Overview() {
  const rest = useSignal({});
  useEffect(() => {
    Promise.all([get("plugins"), get("certificates")]).then(([plugins, certificates]) => (rest.value = { plugins, certificates }), () => {});
  }, [info.value?.revision, certificateChange()]);
  const now = { pools: poolsNow.value, listeners: listenersNow.value, stats: stats.value, ...rest.value };
  if (!pools.value || !stats.value) {
    return html`<h1>Overview</h1><p class="empty">…</p>`;
  }
  if (now.listeners.length === 0 && now.pools.length === 0) {
    return html`<h1>Overview</h1><${Beginning} />`;
  }
  return html`
    <h1>Overview</h1>
    <${Problems} found=${problems(now)} />
    <${Figures} />
    <${Charts} of="" />
    <section><h2>From listeners to backends</h2><${Ways} /></section>
    <section><h2>Latest events</h2><${EventList} events=${events.value.slice(0, 8)} /><p><${Link} to=${["events"]}>All events</></p></section>`;
}

function Problems({ found }) {
  return html`
    <section class="problems" aria-label="Problems">
      ${found.length === 0
        ? html`<p class="fine"><${State} kind="good">No problems: every listener listens, and every backend serves.</></p>`
        : html`<ul>${found.slice(0, 12).map((each) => html`<li key=${each.text}><${State} kind=${each.kind}><${Link} to=${each.to}>${each.text}</></></li>`)}</ul>
          ${found.length > 12 && html`<p>and ${count(found.length - 12)} more</p>`}`}
    </section>`;
}

function Figures() {
  const { totals, rates, connect } = stats.value ?? {};
  const backends = poolsNow.value.flatMap((pool) => pool.backends);
  return html`
    <dl class="figures">
      <${Figure} label="Active connections">${count(totals?.active ?? 0)}</>
      <${Figure} label="New">${perSecond(rates?.connections ?? 0)}</>
      <${Figure} label="From clients">${bits(rates?.bytesIn ?? 0)}</>
      <${Figure} label="To clients">${bits(rates?.bytesOut ?? 0)}</>
      <${Figure} label="Connect p95">${connectTime(connect?.p95Ms)}</>
      <${Figure} label="Errors">${perSecond(rates?.errors ?? 0)}</>
      <${Figure} label="Backends that serve">${backends.filter((backend) => backend.serves).length} of ${backends.length}</>
    </dl>`;
}

/** Each listener with the pools that its clients get to. */
function Ways() {
  const known = new Map(poolsNow.value.map((pool) => [pool.id, pool]));
  return html`
    <ul class="ways">
      ${listenersNow.value.map((listener) => html`
        <li key=${listener.id}>
          <div class="node">
            <${Link} to=${["listeners", listener.id]}>${listener.id}</>
            <span class="soft">${listener.protocol} ${listener.addresses.join(", ") || "nowhere"}</span>
            <span class="soft">${perSecond(listener.rates?.connections ?? 0)}</span>
          </div>
          <ul>
            ${waysOf(listener).map((way) => html`
              <li key=${way.rule}>
                <span class="rule">${way.rule}</span>
                ${known.has(way.pool) && html`<${PoolNode} pool=${known.get(way.pool)} />`}
              </li>`)}
          </ul>
        </li>`)}
    </ul>`;
}

/** Where clients of a listener go: each way with its rule in words, and how many have gone there. */
export function waysOf({ routes = [], pool, counters }) {
  if (routes.length === 0) {
    return pool ? [{ rule: "all", pool, connections: counters.accepted }] : [];
  }
  return routes.map(({ route, rule, ...rest }) => ({ rule: rule ? `${route}. ${rule}` : "all others", ...rest }));
}

const SHOWN = 12;

function PoolNode({ pool }) {
  return html`
    <div class="node">
      <${Link} to=${["pools", pool.id]}>${pool.id}</>
      <span class="soft">${pool.strategy}, ${plural(pool.backends.length, "backend")}</span>
      <ul class="backends">
        ${pool.backends.slice(0, SHOWN).map((backend) => html`<li key=${backend.id}><${BackendState} backend=${backend} /> <${Link} to=${["pools", pool.id, backend.id]}>${backend.id}</> <span class="soft">${count(backend.active)} active</span></li>`)}
        ${pool.backends.length > SHOWN && html`<li>and ${pool.backends.length - SHOWN} more</li>`}
      </ul>
    </div>`;
}

const EXAMPLE = `curl -X PATCH -H "Authorization: Bearer $AWE4LB_TOKEN" -H 'If-Match: *' -H 'Content-Type: application/merge-patch+json' \\
  --data-binary '{"pools": {"web": {"backends": ["10.0.0.1:8080"]}}, "listeners": {"web": {"bind": ":8080", "pool": "web"}}}' \\
  "$AWE4LB_SERVER/api/v1/config"`;

const Beginning = () => html`
  <section>
    <p>Nothing is served yet. Three ways to begin:</p>
    <ol class="beginning">
      <li><h2>Fill in a form</h2><p>An address for clients, and the addresses of your backends.</p>
        <${Act} kind="main" needs=${lacking("admin")} onClick=${serve}>Serve backends</></li>
      <li><h2>Write the configuration</h2><p>Everything there is, checked as you type.</p>
        <p><${Link} to=${["config"]}>Open the editor</></p></li>
      <li><h2>Send it from a terminal</h2><p>The same over the REST API, or as a file with <code>awe4lb config apply</code>.</p>
        <${Copied} text=${EXAMPLE} label="copy the command" /></li>
    </ol>
  </section>`;
