/** The configuration: written here, checked as one types, compared, applied, taken back. */
import { html, signal, useEffect, useRef, useSignal } from "./lib.js";
import { ask, get, lacking, path } from "./api.js";
import { changesOf, performAtOnce, ProblemText, propose, restore, takenBack } from "./action.js";
import { difference } from "./difference.js";
import { clock, plural } from "./format.js";
import { info, poolsNow } from "./live.js";
import { listed } from "./backend-actions.js";
import { Effective } from "./page-effective.js";
import { Act, say, State, Table } from "./parts.js";
import { Link, place } from "./router.js";

const YAML = "application/yaml";
const PARTS = [["", "Edit"], ["history", "History"], ["effective", "In effect"], ["overrides", "Overrides"]];

/** Survives a look at another page. */
const draft = signal(null);

export function Config() {
  const [, part = ""] = place.value.path;
  const Part = { history: History, effective: Effective, overrides: Overrides }[part] ?? Editor;
  return html`
    <h1>Configuration</h1>
    <nav class="tabs" aria-label="Configuration">${PARTS.map(([name, label]) => html`<${Link} to=${["config", name].filter(Boolean)} aria-current=${name === part ? "page" : undefined}>${label}</>`)}</nav>
    <${Part} />`;
}

async function load() {
  const { text, etag } = await ask({ path: "config", accept: YAML });
  return { text, etag };
}

function Editor() {
  const inForce = useSignal(null);
  const findings = useSignal([]);
  const changes = useSignal(null);
  const problem = useSignal(null);
  const area = useRef(null);
  const revision = info.value?.revision;

  useEffect(() => {
    load().then((now) => {
      if (draft.value === null || draft.value.text === draft.value.base.text) {
        draft.value = { base: now, text: now.text };
      }
      inForce.value = now;
    }, (failed) => (problem.value = failed));
  }, [revision]);

  const text = draft.value?.text ?? "";
  const wanted = Number(place.value.query.get("line") ?? 0);
  const isLoaded = draft.value !== null;
  useEffect(() => { if (wanted > 0 && isLoaded) { goTo({ line: wanted, column: 1 }); } }, [wanted, isLoaded]);
  const isChanged = draft.value !== null && text !== draft.value.base.text;
  useEffect(() => {
    if (draft.value === null) {
      return undefined;
    }
    const control = new AbortController();
    const timer = setTimeout(() => look(text, control.signal).then(
      (seen) => { findings.value = seen.findings; changes.value = seen.changes; problem.value = null; },
      (failed) => { if (failed.name !== "AbortError") { problem.value = failed; } }), 300);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text, inForce.value?.etag]);

  const edit = (next) => (draft.value = { ...draft.value, text: next });
  const goTo = ({ line, column }) => {
    const lines = text.split("\n");
    const at = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + Math.max(0, column - 1);
    area.current.focus();
    area.current.setSelectionRange(at, at);
    area.current.scrollTop = Math.max(0, (line - 5) * 20);
  };
  if (draft.value === null) {
    return problem.value ? html`<${ProblemText} problem=${problem.value} />` : html`<p class="empty">…</p>`;
  }
  const errors = findings.value.filter((each) => each.severity === "error").length;
  const isOld = inForce.value && draft.value.base.etag !== inForce.value.etag;
  return html`
    ${isOld && isChanged && html`<p class="problem">Somebody has changed the configuration since you began. <button class="small" onClick=${() => (draft.value = { base: inForce.value, text })}>Keep my text, compare it with theirs</button> <button class="small" onClick=${() => (draft.value = { base: inForce.value, text: inForce.value.text })}>Take theirs</button></p>`}
    <${Lines} area=${area} text=${text} findings=${findings.value} edit=${edit} isReadOnly=${Boolean(lacking("admin"))} />
    <div class="buttons">
      <${Act} kind="main" needs=${lacking("admin") || (errors > 0 ? `needs ${plural(errors, "error")} to be mended first` : !isChanged ? "needs a change" : "")} onClick=${() => apply(draft.value, changes.value)}>Apply</>
      <${Act} needs=${isChanged ? "" : "needs a change"} onClick=${() => edit(draft.value.base.text)}>Discard</>
      <span role="status" class="soft">${errors > 0 ? plural(errors, "error") : isChanged ? "Ready to be applied" : `This is revision ${revision}`}</span>
    </div>
    ${problem.value && html`<${ProblemText} problem=${problem.value} />`}
    ${findings.value.length > 0 && html`<ul class="findings" aria-label="Findings">${findings.value.map((each) => html`
      <li><button class="plain" onClick=${() => goTo(each)}><${State} kind=${each.severity === "error" ? "bad" : "warn"}>line ${each.line}</> ${each.message}</button></li>`)}</ul>`}
    ${isChanged && html`<section><h2>What would change</h2><${Changes} changes=${changes.value} /><${Difference} before=${draft.value.base.text} after=${text} /></section>`}`;
}

/** Findings of a text, and what it would change if there are no errors. */
async function look(text, abort) {
  const { data: { findings } } = await ask({ method: "POST", path: "config/validate", body: text, type: YAML, signal: abort });
  if (findings.some((each) => each.severity === "error")) {
    return { findings, changes: null };
  }
  const { data } = await ask({ method: "POST", path: "config/diff", body: text, type: YAML, signal: abort });
  return { findings, changes: data.changes };
}

function Lines({ area, text, findings, edit, isReadOnly }) {
  const gutter = useRef(null);
  const marks = new Map(findings.map((each) => [each.line, each.severity]));
  const lines = text.split("\n");
  const indent = (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) {
      return;
    }
    const { selectionStart: at, selectionEnd: end, value } = event.target;
    const [space] = value.slice(value.lastIndexOf("\n", at - 1) + 1, at).match(/^ */);
    if (space) {
      event.preventDefault();
      event.target.setRangeText(`\n${space}`, at, end, "end");
      edit(event.target.value);
    }
  };
  return html`
    <div class="editor">
      <pre class="gutter" ref=${gutter} aria-hidden="true">${lines.map((_, i) => html`<span class=${marks.get(i + 1) ?? ""}>${i + 1}${marks.has(i + 1) ? " ▲" : ""}${"\n"}</span>`)}</pre>
      <textarea ref=${area} aria-label="Configuration as YAML" spellcheck="false" wrap="off" readonly=${isReadOnly} value=${text}
        onInput=${(event) => edit(event.target.value)} onKeyDown=${indent} onScroll=${(event) => (gutter.current.scrollTop = event.target.scrollTop)}></textarea>
    </div>`;
}

const Changes = ({ changes }) => (!changes ? html`<p class="empty">Errors first: then this says what would change.</p>`
  : changes.length === 0 ? html`<p>Nothing but the text: what is in effect stays as it is.</p>`
  : html`<ul class="changes">${changes.map((change) => html`<li><${State} kind=${{ added: "good", removed: "bad" }[change.kind] ?? "busy"}>${change.kind}</> ${change.sentence}${change.effect && html` <b>${change.effect}</b>`}</li>`)}</ul>`);

function Difference({ before, after }) {
  const rows = difference(before.split("\n"), after.split("\n"));
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Both texts, line by line">
      <table class="difference">
        <caption class="hidden">Both texts, line by line</caption>
        <thead><tr><th scope="col"><span class="hidden">line</span></th><th scope="col">in force</th><th scope="col"><span class="hidden">line</span></th><th scope="col">yours</th></tr></thead>
        <tbody>${rows.map((row) => (row.skipped
          ? html`<tr class="skipped"><td colspan="4">${plural(row.skipped, "equal line")}</td></tr>`
          : html`<tr><td class="number">${row.before?.line ?? ""}</td><td class=${row.before && !row.after ? "removed" : ""}>${row.before && !row.after ? "− " : ""}${row.before?.text ?? ""}</td>
            <td class="number">${row.after?.line ?? ""}</td><td class=${row.after && !row.before ? "added" : ""}>${row.after && !row.before ? "+ " : ""}${row.after?.text ?? ""}</td></tr>`))}</tbody>
      </table>
    </div>`;
}

function apply({ base, text }, changes) {
  const touched = (changes ?? []).reduce((sum, change) => sum + change.connections, 0);
  propose({
    title: "Apply the configuration",
    what: `${changes?.length ? changes.map((change) => change.sentence).join("; ") : "Only the text changes"}. ${touched > 0 ? `${plural(touched, "live connection")} ${touched === 1 ? "is" : "are"} touched as said above.` : "No live connection is touched."}`,
    fields: [{ name: "comment", label: "Comment", placeholder: "for the history" }],
    requests: ({ comment }) => [{ method: "PUT", path: "config", query: { comment }, body: text, type: YAML, ifMatch: base.etag }],
    verb: "Apply",
    done: () => {
      draft.value = null;
      load().then((now) => (draft.value = { base: now, text: now.text }), (failed) => say(failed.message, "bad"));
      return "The configuration is in force.";
    },
    undo: takenBack(1),
  });
}

function History() {
  const revisions = useSignal([]);
  const problem = useSignal(null);
  const shown = useSignal(null);
  useEffect(() => { get("config/revisions").then((list) => (revisions.value = [...list].sort((one, other) => other.revision - one.revision)), (failed) => (problem.value = failed)); }, [info.value?.revision]);
  const compare = async (revision) => {
    try {
      const [old, now] = await Promise.all([ask({ path: path("config", "revisions", String(revision)), accept: YAML }), load()]);
      shown.value = { revision, before: now.text, after: old.text };
    } catch (failed) {
      problem.value = failed;
    }
  };
  return html`
    ${problem.value && html`<${ProblemText} problem=${problem.value} />`}
    <${Table} caption="History" rows=${revisions.value} keyOf=${(each) => each.revision} columns=${[
      { name: "revision", label: "Revision", cell: (each) => html`${each.revision} ${each.current && html`<${State} kind="good">in force</>`}` },
      { name: "time", label: "Since", cell: (each) => clock(each.time) },
      { name: "who", label: "By", cell: (each) => each.who },
      { name: "source", label: "From", cell: (each) => each.source.replaceAll("_", " ") },
      { name: "comment", label: "Comment", cell: (each) => each.comment },
      { name: "do", label: "Do", cell: (each) => !each.current && html`<div class="buttons">
        <button class="small" onClick=${() => compare(each.revision)} aria-label=${`Compare revision ${each.revision} with the one in force`}>Compare</button>
        <${Act} kind="small" needs=${lacking("admin")} label=${`Restore revision ${each.revision}`} onClick=${() => goBack(each.revision)}>Restore</></div>` },
    ]} />
    ${shown.value && html`<section><h2>Revision ${shown.value.revision} beside the one in force</h2><${Difference} before=${shown.value.before} after=${shown.value.after} /></section>`}`;
}

function goBack(revision) {
  propose({
    title: `Restore revision ${revision}`,
    what: `A new revision with the text of revision ${revision} comes into force.`,
    fields: [{ name: "comment", label: "Comment", placeholder: "for the history" }],
    requests: ({ comment }) => [restore(revision, comment)],
    preview: changesOf,
    verb: "Restore",
    done: () => `Revision ${revision} is in force again.`,
    undo: takenBack(1),
  });
}

const weight = (pool, backend, value) => ({ method: "PATCH", path: path("pools", pool.id, "backends", backend.id), body: { weight: value }, type: "application/merge-patch+json", ifMatch: "*" });

/** What was changed while it runs, and stands nowhere in the configuration. */
function Overrides() {
  const rows = poolsNow.value.flatMap((pool) => pool.backends.flatMap((backend) => [
    ...(backend.adminState.state === "ready" ? [] : [{ pool, backend, what: `is in ${backend.adminState.state}`, said: backend.adminState, takeBack: { method: "PUT", path: path("pools", pool.id, "backends", backend.id, "admin-state"), body: { state: "ready" }, ifMatch: "*" }, again: { method: "PUT", path: path("pools", pool.id, "backends", backend.id, "admin-state"), body: { state: backend.adminState.state, reason: backend.adminState.reason }, ifMatch: "*" } }]),
    ...(!backend.weightOverride ? [] : [{ pool, backend, what: `has weight ${backend.weight}; the configuration says ${backend.configuredWeight}`, said: backend.weightOverride, isWeight: true, takeBack: weight(pool, backend, null), again: weight(pool, backend, backend.weight) }]),
  ]));
  const drop = (row) => performAtOnce({ requests: [row.takeBack], done: () => `${row.backend.id} is as the configuration says.`, undo: () => [row.again] });
  return html`<${Table} caption="Overrides" rows=${rows} keyOf=${(row) => `${row.pool.id} ${row.backend.id} ${row.what}`} empty="Nothing was changed beside the configuration." columns=${[
    { name: "pool", label: "Pool", cell: (row) => html`<${Link} to=${["pools", row.pool.id]}>${row.pool.id}</>` },
    { name: "backend", label: "Backend", cell: (row) => row.backend.id },
    { name: "what", label: "Override", cell: (row) => html`${row.what}${row.said.reason && html`<div class="soft reason">${row.said.reason}</div>`}` },
    { name: "who", label: "By", cell: (row) => row.said.who },
    { name: "since", label: "Since", cell: (row) => clock(row.said.since) },
    { name: "do", label: "Do", cell: (row) => html`<div class="buttons">
      <${Act} kind="small" needs=${lacking("operator")} label=${`Take back: ${row.backend.id} ${row.what}`} onClick=${() => drop(row)}>Take back</>
      ${row.isWeight && html`<${Act} kind="small" needs=${lacking("admin") || listed(row.pool.discovery)} label=${`Promote the weight of ${row.backend.id}`} onClick=${() => promote(row)}>Promote</>`}</div>` },
  ]} />`;
}

function promote({ pool, backend, takeBack, again }) {
  const undo = takenBack(1);
  propose({
    title: `Promote the weight of ${backend.id}`,
    what: `The configuration of pool ${pool.id} gets the weight ${backend.weight} for ${backend.id}, which holds already.`,
    fields: [{ name: "comment", label: "Comment", placeholder: "for the history" }],
    requests: ({ comment }) => [
      { method: "PUT", path: path("pools", pool.id, "backends", backend.id), query: { comment }, ifMatch: "*", body: entry(pool, backend) },
      takeBack,
    ],
    verb: "Promote",
    done: () => `The configuration says ${backend.weight} for ${backend.id}.`,
    undo: () => [...undo(), again],
  });
}

/** As it is written, in the long form. */
function entry(pool, backend) {
  const written = (pool.config.backends ?? []).find((each) => each === backend.address || each.name === backend.id || each.address === backend.address);
  return { ...(typeof written === "object" ? written : { address: backend.address }), weight: backend.weight };
}
