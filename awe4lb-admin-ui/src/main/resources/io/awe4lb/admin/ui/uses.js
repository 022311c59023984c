/** What of a configuration asks for what plugins provide. Pure: the configuration in effect and its pools → [{type, by}] */

export function uses(config, pools) {
  return [
    ...pools.flatMap((pool) => [["strategy", pool.strategy], ["discovery", pool.discovery], ["health check", pool.healthCheck]].filter(([, word]) => word).map(([kind, word]) => ({ type: `${kind} ${word}`, by: `pool ${pool.id}` }))),
    ...all(config.pools).flatMap(([id, pool]) => engine(pool, `pool ${id}`)),
    ...all(config.listeners).flatMap(([id, listener]) => [...engine(listener, `listener ${id}`), ...log(listener, `listener ${id}`)]),
    ...all(config.issuers).map(([id, issuer]) => ({ type: `issuer of certificates ${issuer.type}`, by: `issuer ${id}` })),
    ...all(config.metrics?.exporters ?? { prometheus: { type: "prometheus" } }).map(([id, exporter]) => ({ type: `metrics exporter ${exporter.type}`, by: `exporter ${id}` })),
  ];
}

const all = (map) => Object.entries(map ?? {});

/** Where any engine will do, each of them may be the one. */
function engine({ tls }, by) {
  const word = tls?.engine?.type;
  return !word ? [] : word === "auto" ? [{ type: "TLS engine", by: `${by}, if it fits best` }] : [{ type: `TLS engine ${word}`, by }];
}

const log = ({ accessLog }, by) => (accessLog?.format ? [{ type: `log format ${accessLog.format.type}`, by }] : []);
