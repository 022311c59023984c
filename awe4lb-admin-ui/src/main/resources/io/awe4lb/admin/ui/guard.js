/** Who may come in at a listener and how much, from its configuration, in words. Pure: configuration → [[what, words]]. */

const WORDS = {
  connections: "connections at once",
  connectionsPerSource: "connections at once from one source",
  connectionRate: "new connections",
  connectionRatePerSource: "new connections from one source",
  bandwidthIn: "from each client",
  bandwidthOut: "to each client",
  totalBandwidthIn: "from all clients together",
  totalBandwidthOut: "to all clients together",
  ipv4Prefix: "bits of an IPv4 address are a source",
  ipv6Prefix: "bits of an IPv6 address are a source",
  maxQueued: "clients in line at most",
};

const list = (value) => (value === undefined ? [] : [value].flat());

export function guardOf({ access, limits = {}, priority, proxyProtocol, timeouts = {} }) {
  const { onLimit = "close", ...most } = limits;
  const rules = list(access);
  return [
    ["Access", rules.length === 0 ? "everybody" : `${rules.slice(0, 6).join(", ")}${rules.length > 6 ? ` and ${rules.length - 6} more` : ""}`],
    ["Limits", Object.entries(most).map(([key, value]) => `${value} ${WORDS[key] ?? key}`).join(", ") || "none"],
    Object.keys(limits).length > 0 && ["Whoever is over a limit", onLimit === "dry-run" ? "is counted and served (dry-run)" : onLimit],
    timeouts.maxLifetime && ["A connection lives", `at most ${timeouts.maxLifetime}`],
    ["Turned away when resources are short", `priority ${priority ?? 50} of 100`],
    proxyProtocol && ["PROXY headers", `believed from ${list(proxyProtocol.from).join(", ")}${proxyProtocol.required === false ? ", not required" : ""}`],
  ].filter(Boolean);
}
