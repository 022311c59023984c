/** What is in effect: every value, and who has said it. */
import { html, useEffect, useSignal } from "./lib.js";
import { get } from "./api.js";
import { ProblemText } from "./action.js";
import { clock } from "./format.js";
import { events, info } from "./live.js";
import { Table } from "./parts.js";
import { filter, Link, place } from "./router.js";

export function Effective() {
  const all = useSignal(null);
  const problem = useSignal(null);
  const { query } = place.value;
  const [text, from] = [query.get("text") ?? "", query.get("from") ?? ""];
  useEffect(() => { get("config", { view: "origins" }).then((list) => (all.value = list), (failed) => (problem.value = failed)); }, [info.value?.revision, events.value[0]?.id]);
  if (problem.value) {
    return html`<${ProblemText} problem=${problem.value} />`;
  }
  const rows = (all.value ?? []).filter((row) => (!from || row.from === from) && (!text || `${row.pointer} ${row.value}`.toLowerCase().includes(text.toLowerCase())));
  return html`
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      <label>Comes from <select value=${from} onChange=${(event) => filter("from", event.target.value)}><option value="">anywhere</option>${ORIGINS.map((each) => html`<option value=${each} selected=${each === from}>${each}</option>`)}</select></label>
      <label>Key or value <input type="search" value=${text} onInput=${(event) => filter("text", event.target.value)} /></label>
    </form>
    ${all.value && html`<${Table} caption="What is in effect" rows=${rows} keyOf=${(row) => row.pointer} empty="Nothing fits." columns=${effective} />`}`;
}

const ORIGINS = ["configuration", "override", "discovery", "default"];

const keyOf = ({ pointer }) => pointer.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).join(" › ");

const effective = [
  { name: "key", label: "Key", cell: (row) => html`<code>${keyOf(row)}</code>`, sort: keyOf },
  { name: "value", label: "Value", cell: (row) => html`<code>${JSON.stringify(row.value)}</code>` },
  { name: "origin", label: "Comes from", cell: (row) => origin(row), sort: (row) => row.from },
];

function origin({ from, line, written, who, since, discovery }) {
  if (from === "configuration") {
    return html`<${Link} to=${["config"]} query=${{ line }}>the configuration, line ${line}</>${written && html`: <code>${written}</code>`}`;
  }
  return { override: since && `an override${who ? ` by ${who}` : ""}, ${clock(since)}`, discovery: discovery === "static" ? "the pool's list" : `the discovery ${discovery}`, default: "default" }[from];
}
