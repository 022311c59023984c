/** What runs, and what it is made of: process, loops, log levels, plugins. */
import { html, useEffect, useSignal } from "./lib.js";
import { lacking, path } from "./api.js";
import { Listed, useAnswer } from "./answer.js";
import { performAtOnce } from "./action.js";
import { clock, count, duration, since } from "./format.js";
import { events, info, pools, stats } from "./live.js";
import { Figure, State, Table } from "./parts.js";
import { overloadOf } from "./problems.js";
import { uses } from "./uses.js";

export function System() {
  const levels = useAnswer("log/levels", events.value.find((event) => event.type === "log_level")?.id);
  const libraries = useSignal([]);
  useEffect(() => { fetch("assets/vendor.json").then((answer) => answer.json()).then((list) => (libraries.value = list), () => {}); }, []);
  const about = info.value;
  const now = stats.value;
  return html`
    <h1>System</h1>
    ${about && html`<dl class="figures">
      <${Figure} label="awe4lb">${about.version}</><${Figure} label="Node">${about.node}</><${Figure} label="Process">${about.pid}</>
      <${Figure} label="Runs for" note=${`since ${clock(about.started)}`}>${since(about.started)}</><${Figure} label="Transport">${about.transport}</>
      <${Figure} label="Revision">${about.revision}</><${Figure} label="Java">${about.java}</>
      ${now?.fileDescriptors && html`<${Figure} label="File descriptors">${count(now.fileDescriptors.open)} of ${count(now.fileDescriptors.limit)}</>`}
    </dl>`}
    <p>${overloadOf(now) ? html`<${State} kind="bad">Overload: ${overloadOf(now)}</>` : html`<${State} kind="good">No overload: all new clients are served</>`}</p>
    <h2>Event loops</h2>
    <${Table} caption="Event loops" rows=${now?.loops ?? []} keyOf=${(loop) => loop.index} columns=${[
      { name: "index", label: "Loop", cell: (loop) => loop.index },
      { name: "connections", label: "Connections", isNumber: true, cell: (loop) => count(loop.connections), sort: (loop) => loop.connections },
      { name: "busy", label: "Busy", isNumber: true, cell: (loop) => `${(loop.busyRatio * 100).toFixed(1)} %`, sort: (loop) => loop.busyRatio },
      { name: "longest", label: "Longest round", isNumber: true, cell: (loop) => duration(loop.longestRoundMs), sort: (loop) => loop.longestRoundMs },
      { name: "failures", label: "Failed accepts", isNumber: true, cell: (loop) => count(loop.acceptFailures), sort: (loop) => loop.acceptFailures },
    ]} />
    <h2>The program's own log</h2>
    <${Listed} of=${levels} caption="Log levels" keyOf=${(each) => each.logger} columns=${[
      { name: "logger", label: "Logger", cell: (each) => each.logger },
      { name: "level", label: "From level", cell: (each) => html`<${Level} logger=${each} done=${levels.load} />` },
      { name: "origin", label: "Set by", cell: (each) => each.who || each.origin },
    ]} />
    <h2>Access logs</h2>
    <${Table} caption="Access logs" rows=${now?.accessLogs ?? []} keyOf=${(log) => log.target} empty="Nothing is logged." columns=${[
      { name: "target", label: "To", cell: (log) => log.target },
      { name: "written", label: "Lines", isNumber: true, cell: (log) => count(log.written), sort: (log) => log.written },
      { name: "dropped", label: "Dropped", isNumber: true, cell: (log) => count(log.dropped), sort: (log) => log.dropped },
    ]} />
    <h2>Libraries of this page</h2>
    <${Table} caption="Libraries" rows=${libraries.value} keyOf=${(each) => each.file} columns=${[
      { name: "package", label: "Package", cell: (each) => html`${each.package}<div class="soft">${each.file}</div>` },
      { name: "version", label: "Version", cell: (each) => each.version },
      { name: "licence", label: "Licence", cell: (each) => each.licence },
    ]} />`;
}

const LEVELS = ["off", "error", "warn", "info", "debug", "trace"];

function Level({ logger, done }) {
  const needs = lacking("admin");
  const request = (level) => ({ method: "PUT", path: path("log", "levels", logger.logger), body: { level }, ifMatch: "*" });
  const before = logger.origin === "override" ? logger.level : null;
  const set = async (event) => {
    const level = event.target.value;
    await performAtOnce({ requests: [request(level)], done: () => `${logger.logger} writes from ${level} on.`, undo: () => [request(before)] });
    done();
  };
  return html`<select aria-label=${`level of ${logger.logger}`} value=${logger.level} disabled=${Boolean(needs)} title=${needs || undefined} onChange=${set}>${LEVELS.map((level) => html`<option value=${level} selected=${level === logger.level}>${level}</option>`)}</select>`;
}

export function Plugins() {
  const plugins = useAnswer("plugins", info.value?.revision);
  const config = useAnswer("config?view=effective", info.value?.revision);
  const used = config.rows ? uses(config.rows, pools.value ?? []) : [];
  return html`
    <h1>Plugins</h1>
    <p class="soft">A plugin is a jar in <code>plugins/</code>; it is looked for at the start.</p>
    <${Listed} of=${plugins} caption="Plugins" keyOf=${(plugin) => plugin.path} columns=${[
      { name: "id", label: "Plugin", cell: (plugin) => html`<div class="whole"><b>${plugin.id}</b><div class="soft">${plugin.version}</div></div>`, sort: (plugin) => plugin.id },
      { name: "state", label: "State", cell: (plugin) => html`<${State} kind=${plugin.state === "started" ? "good" : "bad"}>${plugin.state}</>${plugin.state !== "started" && html`<div class="reason">${plugin.reason}</div>`}`, sort: (plugin) => plugin.state },
      { name: "what", label: "What it does", cell: (plugin) => plugin.description },
      { name: "types", label: "Provides", cell: (plugin) => plugin.types.join(", ") },
      { name: "used", label: "Used by", cell: (plugin) => usedBy(plugin, used).join(", ") || (config.rows ? "nobody" : "…") },
    ]} />`;
}

const usedBy = ({ types }, used) => [...new Set(used.filter(({ type }) => types.some((each) => each === type || each.startsWith(`${type} `))).map(({ by }) => by))];
