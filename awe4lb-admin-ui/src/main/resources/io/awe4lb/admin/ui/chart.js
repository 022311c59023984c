/** A line over the last minutes, with the numbers behind it as a table. */
import { html, useEffect, useRef, useSignal } from "./lib.js";
import { notAnyMore, soon } from "./frames.js";
import { history, recall, recalled } from "./history.js";
import { stats } from "./live.js";
import { bits, clock, connectTime, count, perSecond } from "./format.js";

const HEIGHT = 100;

let library = null;

const load = () => (library ??= import("uplot").then((module) => module.default));

/** Asked for at each drawing: the page may have turned dark since. */
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** What moves of the whole process (""), of "pool x" or of "listener x". */
export function Charts({ of }) {
  useEffect(() => { if (recalled.value > 0) { recall(of); } }, [of, recalled.value]);
  return html`<div class="charts">
    <${Chart} title="Active" lines=${[{ label: "active", subject: of, key: "active", color: "--accent" }]} format=${count} />
    <${Chart} title="New" lines=${[{ label: "new", subject: of, key: "connections", color: "--accent" }]} format=${perSecond} />
    <${Chart} title="Traffic" lines=${[{ label: "from clients", subject: of, key: "bytesIn", color: "--accent" }, { label: "to clients", subject: of, key: "bytesOut", color: "--other" }]} format=${bits} />
    <${Chart} title="Connect" lines=${[{ label: "p50", subject: of, key: "p50Ms", color: "--accent" }, { label: "p95", subject: of, key: "p95Ms", color: "--other" }]} format=${connectTime} />
    <${Chart} title="Errors" lines=${[{ label: "errors", subject: of, key: "errors", color: "--bad" }]} format=${perSecond} />
  </div>`;
}

/** lines: [{label, subject, key, color}]; subject is "" for the whole process, or "pool x", "listener x". */
function Chart({ title, lines, format }) {
  const box = useRef(null);
  const plot = useRef(null);
  const isTable = useSignal(false);
  const latest = `${stats.value?.time} ${recalled.value}`;

  useEffect(() => {
    const place = box.current;
    let isGone = false;
    let observer = null;
    load().then((UPlot) => {
      if (isGone) {
        return;
      }
      plot.current = new UPlot(options(place, lines, format), data(lines), place);
      observer = new ResizeObserver(() => plot.current?.setSize({ width: place.clientWidth, height: HEIGHT }));
      observer.observe(place);
    });
    return () => {
      isGone = true;
      notAnyMore(plot);
      observer?.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [title, lines.map((line) => line.subject + line.key).join()]);

  useEffect(() => soon(plot, () => plot.current?.batch(() => plot.current.setData(data(lines)))), [latest]); // drawn at once, so that it counts

  const last = (line) => history.series.get(line.subject)?.[line.key].at(-1) ?? null;
  return html`
    <figure class="chart">
      <figcaption>
        <span>${title}</span>
        <button class="small" aria-expanded=${isTable.value} onClick=${() => (isTable.value = !isTable.value)}>${isTable.value ? "hide numbers" : "numbers"}</button>
        ${lines.map((line) => html`<span class="now"><span class="key" aria-hidden="true" data-line=${line.color}></span>${lines.length > 1 ? `${line.label} ` : ""}<b>${shown(format, last(line))}</b></span>`)}
      </figcaption>
      <div class="plot" ref=${box} aria-hidden="true"></div>
      ${isTable.value && html`<${Numbers} title=${title} lines=${lines} format=${format} />`}
    </figure>`;
}

const shown = (format, value) => (value === null ? "–" : format(value));

function data(lines) {
  return [history.time.slice(), ...lines.map((line) => (history.series.get(line.subject)?.[line.key] ?? history.time.map(() => null)).slice())];
}

function options(box, lines, format) {
  const axis = { stroke: () => color("--soft"), grid: { stroke: () => color("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui" };
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, low, high) => [0, Math.max(high ?? 0, 1) * 1.1] } },
    axes: [
      { ...axis, size: 24, space: 80, values: (_, splits) => splits.map((second) => (splits.at(-1) - splits[0] < 120 ? clock(second * 1000).slice(-8) : clock(second * 1000).slice(-8, -3))) },
      { ...axis, size: 66, space: 28, values: (_, splits) => splits.map((value) => (format === count && !Number.isInteger(value) ? "" : format(value))) },
    ],
    series: [{}, ...lines.map((line) => ({ label: line.label, stroke: () => color(line.color), width: 1.6, points: { show: false }, fill: lines.length === 1 ? () => color("--fill") : undefined }))],
  };
}

const EACH = 10;

function Numbers({ title, lines, format }) {
  const rows = history.time.map((time, i) => i).filter((i) => (history.time.length - 1 - i) % EACH === 0).reverse();
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${`${title}, numbers`}>
      <table>
        <caption class="hidden">${title}, every ${EACH} seconds</caption>
        <thead><tr><th scope="col">time</th>${lines.map((line) => html`<th scope="col" class="number">${line.label}</th>`)}</tr></thead>
        <tbody>${rows.map((i) => html`<tr key=${history.time[i]}><td>${clock(history.time[i] * 1000)}</td>
          ${lines.map((line) => html`<td class="number">${shown(format, history.series.get(line.subject)?.[line.key][i] ?? null)}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
}
