/** The page: who is logged in, where one is, and what every place has around it. */
import { html, render, signal, useEffect, useSignal } from "./lib.js";
import { failure, logIn, logOut, recognize, session } from "./api.js";
import { ActionDialog, ProblemText } from "./action.js";
import { begin, info, isStale, silence } from "./live.js";
import { duration } from "./format.js";
import { Certificates } from "./page-certificates.js";
import { Config } from "./page-config.js";
import { Connections } from "./page-connections.js";
import { Events } from "./page-events.js";
import { Listener, Listeners } from "./page-listeners.js";
import { Overview } from "./page-overview.js";
import { Pool, Pools } from "./page-pools.js";
import { Plugins, System } from "./page-system.js";
import { Notes, say, State } from "./parts.js";
import { Link, place } from "./router.js";

const PAGES = [
  { name: "", label: "Overview", page: Overview },
  { name: "listeners", label: "Listeners", page: Listeners, detail: Listener },
  { name: "pools", label: "Pools", page: Pools, detail: Pool },
  { name: "connections", label: "Connections", page: Connections },
  { name: "config", label: "Configuration", page: Config },
  { name: "certificates", label: "Certificates", page: Certificates },
  { name: "plugins", label: "Plugins", page: Plugins },
  { name: "events", label: "Events", page: Events },
  { name: "system", label: "System", page: System },
];

const trouble = signal(null);

function App() {
  if (trouble.value) {
    return html`<main class="alone"><h1>awe4lb</h1><${ProblemText} problem=${trouble.value} /><p><button class="main" onClick=${start}>Try again</button></p></main>`;
  }
  if (session.value === undefined) {
    return html`<p class="boot">awe4lb is loading …</p>`;
  }
  return session.value === null ? html`<${LogIn} />` : html`<${Shell} />`;
}

function Shell() {
  const [name = "", detail] = place.value.path;
  const page = PAGES.find((each) => each.name === name);
  const title = page ? [detail, page.label].filter(Boolean).join(" · ") : "Not here";
  useEffect(() => { document.title = `${title} · awe4lb${info.value ? ` on ${info.value.node}` : ""}`; }, [title, info.value?.node]);
  useEffect(() => document.querySelector("header [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [name]);
  return html`
    <a class="skip" href="#content" onClick=${(event) => { event.preventDefault(); document.getElementById("content").focus(); }}>To the content</a>
    <header>
      <${Link} to=${[]} class="brand"><img src="assets/icon.svg" alt="" width="24" height="24" /> awe4lb</>
      <${Freshness} />
      <div class="session">
        <span class="soft">${session.value.name}, ${session.value.role}</span>
        <${Theme} />
        <button class="small" onClick=${() => logOut().catch((problem) => say(problem.message, "bad"))}>Log out</button>
      </div>
      <nav aria-label="Pages">${PAGES.map((each) => html`<${Link} to=${[each.name].filter(Boolean)} aria-current=${each.name === name ? "page" : undefined}>${each.label}</>`)}</nav>
    </header>
    <main id="content" tabindex="-1">
      ${failure.value && html`<p class="problem" role="alert">${failure.value}</p>`}
      ${!page ? html`<h1>There is no such page</h1><p><${Link} to=${[]}>To the overview</></p>`
        : detail !== undefined && page.detail ? html`<${page.detail} key=${detail} id=${detail} />` : html`<${page.page} />`}
    </main>
    <${ActionDialog} />
    <${Notes} />`;
}

const Freshness = () => html`<span class="freshness" role="status">${isStale.value
  ? html`<${State} kind="bad">what you see is ${duration(silence.value)} old: the server is silent</>`
  : html`<${State} kind="good">live</>`}</span>`;

const NEXT = { system: "light", light: "dark", dark: "system" };

function Theme() {
  const chosen = useSignal(localStorage.getItem("awe4lb.theme") ?? "system");
  const turn = () => {
    chosen.value = NEXT[chosen.value];
    localStorage.setItem("awe4lb.theme", chosen.value);
    if (chosen.value === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = chosen.value;
    }
  };
  return html`<button class="small" onClick=${turn} aria-label=${`Colours: ${chosen.value}; change`}>${{ system: "◐ as the system", light: "☀ light", dark: "☾ dark" }[chosen.value]}</button>`;
}

function LogIn() {
  const token = useSignal("");
  const problem = useSignal(null);
  const submit = async (event) => {
    event.preventDefault();
    try {
      await logIn(token.value.trim());
    } catch (failed) {
      problem.value = failed;
    }
  };
  return html`
    <main class="alone">
      <h1><img src="assets/icon.svg" alt="" width="32" height="32" /> awe4lb</h1>
      <form onSubmit=${submit}>
        <div class="field"><label for="token">Token</label>
          <input id="token" type="password" autocomplete="current-password" required value=${token.value} onInput=${(event) => (token.value = event.target.value)} aria-describedby="token-help" />
          <p class="help" id="token-help">One of <code>admin.auth.tokens</code> in the configuration, or the one that was shown at the first start. <code>awe4lb demo</code> prints its own.</p></div>
        ${problem.value && html`<${ProblemText} problem=${problem.value} />`}
        <div class="buttons"><button class="main" type="submit">Log in</button></div>
      </form>
    </main>`;
}

/** A link with a token in it, as the demonstration prints one: used at once, and not kept in the address. */
function tokenOfLink() {
  const [page, token] = place.value.path;
  if (page !== "login" || !token) {
    return "";
  }
  location.replace("#");
  return token;
}

async function start() {
  trouble.value = null;
  const token = tokenOfLink();
  try {
    await recognize();
    if (token && !session.value) {
      await logIn(token);
    }
    session.value ??= null;
  } catch (problem) {
    if (problem.status === 401) {
      session.value = null;
    } else {
      trouble.value = problem;
    }
  }
}

const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
begin();
start();
