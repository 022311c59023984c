/** Live connections and sessions of UDP. */
import { html, useEffect, useSignal } from "./lib.js";
import { get, lacking, path } from "./api.js";
import { ProblemText, propose } from "./action.js";
import { bytes, count, duration, plural } from "./format.js";
import { listeners, pools } from "./live.js";
import { Act, Table } from "./parts.js";
import { filter, place } from "./router.js";

const MOST = 500;
const EACH_MS = 2000;
const FILTERS = ["listener", "pool", "backend", "source"];

export function Connections() {
  const { query } = place.value;
  const isPaused = useSignal(false);
  const answer = useSignal({ total: 0, connections: [] });
  const problem = useSignal(null);
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? ""]).filter(([, value]) => value));
  const asked = JSON.stringify(wanted);

  useEffect(() => {
    let isGone = false;
    const load = async () => {
      if (isPaused.value) {
        return;
      }
      try {
        const now = await get("connections", { ...wanted, limit: MOST });
        if (!isGone) {
          answer.value = now;
          problem.value = null;
        }
      } catch (failed) {
        problem.value = failed;
      }
    };
    load();
    const timer = setInterval(load, EACH_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [asked]);

  const { total, connections } = answer.value;
  const select = (name, label, values) => html`
    <label>${label} <select value=${wanted[name] ?? ""} onChange=${(event) => filter(name, event.target.value)}>
      <option value="">all</option>${values.map((each) => html`<option value=${each} selected=${each === wanted[name]}>${each}</option>`)}
    </select></label>`;
  const pool = pools.value?.find((each) => each.id === wanted.pool);
  return html`
    <h1>Connections</h1>
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      ${select("listener", "Listener", (listeners.value ?? []).map((each) => each.id))}
      ${select("pool", "Pool", (pools.value ?? []).map((each) => each.id))}
      ${pool && select("backend", "Backend", pool.backends.map((each) => each.id))}
      <label>Client <input type="search" value=${wanted.source ?? ""} placeholder="10.1.0.0/16" onChange=${(event) => filter("source", event.target.value.trim())} /></label>
    </form>
    <div class="buttons">
      <button onClick=${() => (isPaused.value = !isPaused.value)} aria-pressed=${isPaused.value}>${isPaused.value ? "Go on" : "Pause"}</button>
      <${Act} kind="grave" needs=${lacking("operator") || (asked === "{}" ? "needs a filter: choose a listener, a pool, a backend or a source" : "")} onClick=${() => closeAll(wanted)}>Close all of these</>
      <span class="soft" role="status">${plural(total, "connection")}${total > connections.length ? `, the oldest ${count(connections.length)} shown` : ""}${isPaused.value ? ", paused" : ""}</span>
    </div>
    ${problem.value && html`<${ProblemText} problem=${problem.value} />`}
    <${Table} caption="Connections" columns=${columns} rows=${connections} keyOf=${(each) => each.id} empty="Nobody is connected that fits." />`;
}

const columns = [
  { name: "source", label: "Client", cell: (each) => each.client, sort: (each) => each.client },
  { name: "listener", label: "Listener", cell: (each) => each.listener, sort: (each) => each.listener },
  { name: "backend", label: "Backend", cell: (each) => (each.pool ? `${each.pool} / ${each.backend || "…"}` : "…"), sort: (each) => `${each.pool} ${each.backend}` },
  { name: "protocol", label: "Protocol", cell: (each) => html`${each.protocol}${each.tls?.sni && html` <span class="soft">${each.tls.sni}</span>`}`, sort: (each) => each.protocol },
  { name: "phase", label: "Phase", cell: (each) => each.phase, sort: (each) => each.phase },
  { name: "age", label: "Age", isNumber: true, cell: (each) => duration(each.ageMs), sort: (each) => each.ageMs },
  { name: "in", label: "From client", isNumber: true, cell: (each) => bytes(each.bytesIn), sort: (each) => each.bytesIn },
  { name: "out", label: "To client", isNumber: true, cell: (each) => bytes(each.bytesOut), sort: (each) => each.bytesOut },
  { name: "rtt", label: "Round trip", isNumber: true, cell: (each) => (each.clientPath ? `${each.clientPath.rttMs} ms` : ""), sort: (each) => each.clientPath?.rttMs ?? 0 },
  { name: "do", label: "Do", cell: (each) => html`<${Act} kind="small" needs=${lacking("operator")} label=${`Close the connection of ${each.client}`} onClick=${() => closeOne(each)}>Close</>` },
];

function closeOne(connection) {
  propose({
    title: `Close the connection of ${connection.client}`,
    what: `It is on listener ${connection.listener}${connection.backend ? `, served by ${connection.backend} of pool ${connection.pool}` : ""}, and ends now, whatever goes on in it.`,
    requests: () => [{ method: "DELETE", path: path("connections", String(connection.id)) }],
    verb: "Close it",
    isGrave: true,
    done: () => `The connection of ${connection.client} is closed.`,
  });
}

function closeAll(wanted) {
  propose({
    title: "Close connections",
    what: `All of ${Object.entries(wanted).map(([name, value]) => `${name} ${value}`).join(", ")} end now, whatever goes on in them. New ones still come.`,
    requests: () => [{ method: "DELETE", path: "connections", query: wanted }],
    preview: ([answer]) => `${plural(answer.closed, "connection")} would end.`,
    verb: "Close them",
    isGrave: true,
    done: () => "They are closed.",
  });
}
