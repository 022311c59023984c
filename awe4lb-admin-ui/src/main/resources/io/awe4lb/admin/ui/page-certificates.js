/** What clients and backends are shown, until when it is valid, and who renews it. */
import { html } from "./lib.js";
import { Listed, useAnswer } from "./answer.js";
import { clock, duration, plural } from "./format.js";
import { events, info } from "./live.js";
import { State } from "./parts.js";
import { Link } from "./router.js";

const DAY = 86_400_000;

/** What changes when a certificate is given, renewed or refused. */
export const certificateChange = () => events.value.find((event) => event.type === "certificate")?.id;

export function Certificates() {
  const certificates = useAnswer("certificates", info.value?.revision, certificateChange());
  const rows = certificates.rows ?? [];
  const isOrdered = rows.some((each) => each.order);
  const isStapled = rows.some((each) => each.stapledUntil !== undefined);
  return html`
    <h1>Certificates</h1>
    <${Listed} of=${certificates} caption="Certificates" keyOf=${(each) => `${each.listener} ${each.pool} ${each.file} ${each.serial}`} empty="No listener terminates TLS." columns=${[
      { name: "names", label: "For", cell: (each) => each.names.join(", ") || each.subject, sort: (each) => each.names.join() },
      { name: "left", label: "State", cell: (each) => (each.order?.placeholder ? html`<${State} kind="bad">not given yet</><div class="soft reason">clients get one that nobody trusts</div>` : html`<${Left} until=${each.notAfter} />`), sort: (each) => each.notAfter },
      isOrdered && { name: "order", label: "Renewed by", cell: (each) => (each.order ? html`<${Order} order=${each.order} />` : "hand"), sort: (each) => each.order?.issuer ?? "" },
      isStapled && { name: "stapled", label: "Authority's word (OCSP)", cell: (each) => html`<${Stapled} until=${each.stapledUntil} />`, sort: (each) => each.stapledUntil ?? "" },
      { name: "owner", label: "Shown by", cell: owner, sort: (each) => each.listener ?? each.pool },
      { name: "key", label: "Key", cell: (each) => each.key, sort: (each) => each.key },
      { name: "issuer", label: "Issuer and file", cell: (each) => html`${each.issuer}<div class="soft reason">${each.file}</div>`, sort: (each) => each.issuer },
    ].filter(Boolean)} />`;
}

const owner = ({ listener, pool }) => (listener ? html`listener <${Link} to=${["listeners", listener]}>${listener}</>` : html`pool <${Link} to=${["pools", pool]}>${pool}</> to its backends`);

function Left({ until }) {
  const left = Date.parse(until) - Date.now();
  const kind = left < 0 ? "bad" : left < 14 * DAY ? "warn" : "good";
  return html`<${State} kind=${kind}>${left < 0 ? "over" : `${plural(Math.floor(left / DAY), "day")} left`}</><div class="soft">until ${new Date(until).toLocaleDateString("en-CA")}</div>`;
}

/** Who gives it, when that one is asked again, and what went wrong the last time. */
function Order({ order: { issuer, failures = 0, error, next } }) {
  const left = Date.parse(next) - Date.now();
  const when = next === undefined ? "" : left > 0 ? `asked again in ${duration(left)}` : "asked now";
  return html`${issuer}<div class="soft" title=${next && clock(next)}>${when}</div>
    ${failures > 0 && html`<div><${State} kind="bad">${plural(failures, "try", "tries")} failed</> <div class="soft reason">${error}</div></div>`}`;
}

/** Undefined: nobody asks the authority; null: it has said nothing that holds now. */
const Stapled = ({ until }) => (until === undefined ? "not asked"
  : until === null ? html`<${State} kind="warn">nothing to show</>`
  : html`<${State} kind="good">shown</><div class="soft">until ${clock(until)}</div>`);
