/** The REST API, which is all that this page knows of the program. */
import { signal } from "./lib.js";

const ROLES = ["viewer", "operator", "admin"];

/** Who is logged in; null: nobody; undefined: not known yet. */
export const session = signal(undefined);

/** Whatever could not be loaded, in its words. */
export const failure = signal("");

export const may = (role) => ROLES.indexOf(session.value?.role) >= ROLES.indexOf(role);

/** Why a button is off, for whoever may not use it. */
export const lacking = (role) =>
  may(role) ? "" : `needs the role ${role}; ${session.value?.name ?? "you"} has the role ${session.value?.role ?? "none"}`;

/** What went wrong, as the server says it (RFC 9457). */
export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || `the server answered with ${status}`);
    this.status = status;
    this.code = document.code ?? "";
    this.errors = document.errors ?? [];
  }
}

/** The path of a request below the API, each part encoded. */
export const path = (...parts) => parts.map(encodeURIComponent).join("/");

/**
 * Asks. A request is {method, path, query, body, type, ifMatch, accept}; what comes back is {data, etag, text}.
 */
export async function ask(request) {
  const headers = { ...headersOf(request) };
  if (request.accept) {
    headers.Accept = request.accept;
  }
  let response;
  try {
    response = await fetch(`api/v1/${withQuery(request)}`, {
      method: request.method ?? "GET",
      headers,
      body: bodyOf(request),
      credentials: "same-origin",
      signal: request.signal,
    });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem(0, { detail: "the server cannot be reached: it may have stopped, or moved to another address", code: "unreachable" });
  }
  const text = await response.text();
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  const data = isJson && text ? JSON.parse(text) : undefined;
  if (!response.ok) {
    if (response.status === 401) {
      session.value = null;
    }
    throw new Problem(response.status, data ?? {});
  }
  return { data, text, etag: response.headers.get("ETag") };
}

export const get = async (where, query) => (await ask({ path: where, query })).data;

function withQuery({ path: where, query }) {
  const search = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value !== "" && value !== undefined)).toString();
  return search ? `${where}?${search}` : where;
}

function headersOf({ body, type, ifMatch, ifNoneMatch }) {
  return {
    ...(body === undefined ? {} : { "Content-Type": type ?? "application/json" }),
    ...(ifMatch ? { "If-Match": ifMatch } : {}),
    ...(ifNoneMatch ? { "If-None-Match": ifNoneMatch } : {}),
  };
}

const bodyOf = ({ body }) => (body === undefined || typeof body === "string" ? body : JSON.stringify(body));

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The same request as a line for a terminal. */
export function curl(request) {
  const words = ["curl"];
  if (request.method && request.method !== "GET") {
    words.push("-X", request.method);
  }
  words.push("-H", '"Authorization: Bearer $AWE4LB_TOKEN"');
  for (const [name, value] of Object.entries(headersOf(request))) {
    words.push("-H", quoted(`${name}: ${value}`));
  }
  if (request.body !== undefined) {
    words.push("--data-binary", quoted(bodyOf(request)));
  }
  words.push(`"$AWE4LB_SERVER/api/v1/${withQuery(request)}"`);
  return words.join(" ");
}

/** Finds out who is logged in. */
export async function recognize() {
  try {
    session.value = await get("session");
  } catch (problem) {
    if (problem.status !== 401) {
      throw problem;
    }
  }
}

export async function logIn(token) {
  session.value = (await ask({ method: "POST", path: "session", body: { token } })).data;
}

export async function logOut() {
  await ask({ method: "DELETE", path: "session" });
  session.value = null;
}
