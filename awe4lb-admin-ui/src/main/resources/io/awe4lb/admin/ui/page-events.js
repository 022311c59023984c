/** What happened, newest first. */
import { html } from "./lib.js";
import { clock } from "./format.js";
import { events } from "./live.js";
import { State } from "./parts.js";
import { filter, Link, place } from "./router.js";

const KINDS = { info: "good", warning: "warn", error: "bad" };

export function EventList({ events: list }) {
  if (list.length === 0) {
    return html`<p class="empty">Nothing has happened yet.</p>`;
  }
  return html`
    <ol class="events">
      ${list.map((event) => html`
        <li key=${event.id}>
          <time dateTime=${event.time}>${clock(event.time)}</time>
          <${State} kind=${KINDS[event.severity] ?? "off"}>${event.type.replaceAll("_", " ")}</>
          <span class="subject">${subject(event)}</span>
          <span class="message">${event.message}</span>
          ${event.who && html`<span class="soft">by ${event.who}</span>`}
        </li>`)}
    </ol>`;
}

function subject({ listener, pool, backend }) {
  return [
    listener && html`<${Link} to=${["listeners", listener]}>${listener}</>`,
    pool && html`<${Link} to=${["pools", pool]}>${pool}</>`,
    backend && html`<span>${backend}</span>`,
  ];
}

export function Events() {
  const { query } = place.value;
  const type = query.get("type") ?? "";
  const severity = query.get("severity") ?? "";
  const text = query.get("text") ?? "";
  const types = [...new Set(events.value.map((event) => event.type))].sort();
  const shown = events.value.filter((event) => (!type || event.type === type) && (!severity || event.severity === severity)
    && (!text || `${event.listener} ${event.pool} ${event.backend} ${event.who} ${event.message}`.toLowerCase().includes(text.toLowerCase())));
  return html`
    <h1>Events and audit</h1>
    <form class="filters" onSubmit=${(event) => event.preventDefault()}>
      <label>Type <select value=${type} onChange=${(event) => filter("type", event.target.value)}><option value="">all</option>${types.map((each) => html`<option value=${each} selected=${each === type}>${each.replaceAll("_", " ")}</option>`)}</select></label>
      <label>Severity <select value=${severity} onChange=${(event) => filter("severity", event.target.value)}><option value="">all</option>${Object.keys(KINDS).map((each) => html`<option value=${each} selected=${each === severity}>${each}</option>`)}</select></label>
      <label>Text <input type="search" value=${text} onInput=${(event) => filter("text", event.target.value)} /></label>
    </form>
    <p class="soft" role="status">${shown.length} of the last ${events.value.length}</p>
    <${EventList} events=${shown} />`;
}
