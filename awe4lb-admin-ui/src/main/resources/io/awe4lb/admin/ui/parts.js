/** What several pages are made of. */
import { Component, html, signal, useComputed, useEffect, useRef, useSignal } from "./lib.js";
import { curl } from "./api.js";
import { plural, since } from "./format.js";
import { notAnyMore, soon } from "./frames.js";
import { now } from "./live.js";

/** A state is a shape and a word, its colour only says the same again. */
const SHAPES = { good: "●", warn: "▲", bad: "■", off: "○", busy: "◐" };

export const State = ({ kind, children }) => html`
  <span class=${`state ${kind}`}><span aria-hidden="true">${SHAPES[kind]}</span> ${children}</span>`;

/** What a backend is, in one word: what a human wants comes before what is observed. */
export function backendState(backend) {
  const { adminState, health } = backend;
  if (adminState.state === "maint") {
    return { kind: "off", word: "maintenance" };
  }
  if (adminState.state === "drain") {
    return { kind: "busy", word: backend.active > 0 ? "draining" : "drained" };
  }
  if (health.status === "down") {
    return { kind: "bad", word: "down" };
  }
  if (backend.ejected) {
    return { kind: "warn", word: "ejected" };
  }
  if (health.status === "up") {
    return { kind: "good", word: "up" };
  }
  return { kind: health.status === "unchecked" ? "good" : "busy", word: health.status };
}

export const BackendState = ({ backend }) => {
  const { kind, word } = backendState(backend);
  return html`<${State} kind=${kind}>${word}</>`;
};

/** How long ago: draws itself anew when its words change, and nothing around it. */
export function Since({ time }) {
  const text = useComputed(() => (now.value, since(time)));
  return html`<span>${text}</span>`;
}

/** More rows than this are shown when somebody asks for them. */
const MOST_ROWS = 100;

/** Drawn again when its row is another object, soon; at once when other columns are wanted. */
class Row extends Component {
  shouldComponentUpdate(next) {
    if (next.columns !== this.props.columns || next.chosen !== this.props.chosen) {
      return true;
    }
    if (next.row !== this.props.row) {
      soon(this, () => this.forceUpdate());
    }
    return false;
  }

  componentWillUnmount() {
    notAnyMore(this);
  }

  render({ row, columns, id, chosen }) {
    return html`
      <tr>
        ${chosen && html`<td class="choose"><${Choose} id=${id} chosen=${chosen} /></td>`}
        ${columns.map((each) => html`<td data-label=${each.label} class=${each.isNumber ? "number" : ""}>${each.cell(row)}</td>`)}
      </tr>`;
  }
}

/**
 * A table that is a list of cards where there is little room.
 * columns: [{name, label, cell(row), sort(row)?, isNumber?}]
 */
export function Table({ caption, columns, rows, keyOf, empty = "There is nothing here.", chosen }) {
  const by = useSignal("");
  const isDown = useSignal(false);
  const most = useSignal(MOST_ROWS);
  const column = columns.find((each) => each.name === by.value);
  const shown = column ? [...rows].sort((one, other) => compare(column.sort(one), column.sort(other)) * (isDown.value ? -1 : 1)) : rows;
  const order = (name) => {
    isDown.value = by.value === name && !isDown.value;
    by.value = name;
  };
  if (rows.length === 0) {
    return html`<p class="empty">${empty}</p>`;
  }
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="hidden">${caption}</caption>
      <thead><tr>
        ${chosen && html`<th scope="col"><${ChooseAll} rows=${rows} keyOf=${keyOf} chosen=${chosen} /></th>`}
        ${columns.map((each) => html`
          <th scope="col" class=${each.isNumber ? "number" : ""} aria-sort=${by.value === each.name ? (isDown.value ? "descending" : "ascending") : undefined}>
            ${each.sort
              ? html`<button class="plain" onClick=${() => order(each.name)}>${each.label}<span aria-hidden="true">${by.value === each.name ? (isDown.value ? " ↓" : " ↑") : ""}</span></button>`
              : each.label}
          </th>`)}
      </tr></thead>
      <tbody>
        ${shown.slice(0, most.value).map((row) => html`<${Row} key=${keyOf(row)} id=${keyOf(row)} row=${row} columns=${columns} chosen=${chosen} />`)}
      </tbody>
    </table>
    </div>
    ${shown.length > most.value && html`<p><button onClick=${() => (most.value += MOST_ROWS)}>Show more</button> <span class="soft">${most.value} of ${plural(shown.length, "row")} are shown</span></p>`}`;
}

const compare = (one, other) => (typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other), "en", { numeric: true }));

function Choose({ id, chosen }) {
  const toggle = () => {
    const next = new Set(chosen.value);
    if (!next.delete(id)) {
      next.add(id);
    }
    chosen.value = next;
  };
  return html`<input type="checkbox" aria-label=${`choose ${id}`} checked=${chosen.value.has(id)} onChange=${toggle} />`;
}

function ChooseAll({ rows, keyOf, chosen }) {
  const all = rows.every((row) => chosen.value.has(keyOf(row)));
  return html`<input type="checkbox" aria-label="choose all" checked=${all} onChange=${() => (chosen.value = all ? new Set() : new Set(rows.map(keyOf)))} />`;
}

export const Figure = ({ label, children, note }) => html`
  <div class="figure"><dt>${label}</dt><dd>${children}</dd>${note && html`<dd class="note">${note}</dd>`}</div>`;

/** A line with a text that can be copied. */
export function Copied({ text, label }) {
  const isDone = useSignal(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    isDone.value = true;
    setTimeout(() => (isDone.value = false), 1500);
  };
  return html`<div class="copied"><code tabindex="0">${text}</code> <button class="small" onClick=${copy} aria-label=${label}>${isDone.value ? "copied" : "copy"}</button></div>`;
}

/** A button that says why it is off. */
export function Act({ onClick, needs = "", children, kind = "", label }) {
  return html`<button class=${kind} aria-disabled=${needs ? "true" : undefined} title=${needs || undefined} aria-label=${label && needs ? `${label}: ${needs}` : label}
    onClick=${needs ? () => say(`Not done: it ${needs}.`, "warn") : onClick}>${children}</button>`;
}

/** What has just been done, with a way back where there is one, and the requests that did it where nobody was asked before. */
const notes = signal([]);
let next = 0;

export function say(text, kind = "good", { undo, requests = [] } = {}) {
  const note = { id: next++, text, kind, undo, requests };
  notes.value = [...notes.value.slice(-3), note];
  setTimeout(() => forget(note), undo || requests.length > 0 ? 20_000 : 8_000);
}

const forget = (note) => (notes.value = notes.value.filter((each) => each.id !== note.id));

export const Notes = () => html`
  <div class="notes" role="status" aria-live="polite">
    ${notes.value.map((note) => html`
      <div class="toast" key=${note.id}>
        <div><${State} kind=${note.kind}>${note.text}</>
        ${note.requests.length > 0 && html`<details><summary aria-label=${`The same in a terminal: ${note.text}`}>The same in a terminal</summary>${note.requests.map((each) => html`<${Copied} text=${curl(each)} label="copy the command" />`)}</details>`}</div>
        ${note.undo && html`<button class="small" aria-label=${`Undo: ${note.text}`} onClick=${() => { forget(note); note.undo(); }}>Undo</button>`}
        <button class="small" aria-label=${`Dismiss: ${note.text}`} onClick=${() => forget(note)}>✕</button>
      </div>`)}
  </div>`;

/** A dialogue of the browser: keeps the keyboard inside, Escape closes it, the focus goes back where it was. */
export function Dialog({ title, onClose, children }) {
  const element = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current.showModal();
    return () => before?.focus?.();
  }, []);
  return html`
    <dialog ref=${element} aria-labelledby="dialog-title" onClose=${onClose} onClick=${(event) => event.target === element.current && onClose()}>
      <div class="dialog"><h2 id="dialog-title">${title}</h2>${children}</div>
    </dialog>`;
}
