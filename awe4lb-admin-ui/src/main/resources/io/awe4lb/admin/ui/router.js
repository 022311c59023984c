/**
 * The address of what is shown: #page/part?filter=value. Behind the '#', so that the page works below any path of a proxy.
 */
import { computed, html, signal } from "./lib.js";

const hash = signal(location.hash);

addEventListener("hashchange", () => {
  hash.value = location.hash;
  document.getElementById("content")?.focus({ preventScroll: true });
  scrollTo(0, 0);
});

/** Where we are: its path's segments, and its filters. */
export const place = computed(() => {
  const [path, query = ""] = hash.value.replace(/^#\/?/, "").split("?");
  return {
    path: path.split("/").filter((part) => part !== "").map(decode),
    query: new URLSearchParams(query),
  };
});

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // half an escape, typed by hand
  }
}

export function address(path, query = {}) {
  const filters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value !== undefined)).toString();
  return `#${path.map(encodeURIComponent).join("/")}${filters ? `?${filters}` : ""}`;
}

/** Changes one filter; going back undoes all that were changed in a row. */
export function filter(name, value) {
  const { path, query } = place.value;
  const next = new URLSearchParams(query);
  if (value) {
    next.set(name, value);
  } else {
    next.delete(name);
  }
  history.replaceState(null, "", address(path, Object.fromEntries(next)));
  hash.value = location.hash;
}

export const Link = ({ to, query, children, ...rest }) => html`<a href=${address(to, query)} ...${rest}>${children}</a>`;
