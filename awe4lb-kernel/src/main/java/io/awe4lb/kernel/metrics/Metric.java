package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.stats.Buckets;
import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricFamily.Type;
import io.awe4lb.spi.MetricSample;
import java.util.List;
import java.util.Optional;

/** Every family of metrics. The names are part of the contract and do not change; docs/metrics.md says what each is good for. */
public enum Metric {
    /** What runs. */
    BUILD_INFO(Type.INFO, "awe4lb_build", "", "What runs; always 1", "version", "java", "transport"),
    /** All bytes. */
    BYTES(Type.COUNTER, "awe4lb_bytes", "bytes", "Bytes passed on, by all listeners that there are and were", "direction"),
    /** Descriptors in use. */
    FD_OPEN(Type.GAUGE, "awe4lb_fd_open", "", "File descriptors in use by the process"),
    /** Descriptors that may be used. */
    FD_LIMIT(Type.GAUGE, "awe4lb_fd_limit", "", "File descriptors that the process may use"),
    /** What is short. */
    OVERLOAD(Type.GAUGE, "awe4lb_overload", "", "1 while the process is short of this resource (overload)", "resource"),
    /** Whose new clients are turned away for that. */
    OVERLOAD_SHED_BELOW(Type.GAUGE, "awe4lb_overload_shed_below", "",
            "Priority of listeners below which new clients are turned away; 0 for nobody's, 101 for everybody's"),
    /** Configurations. */
    CONFIG_RELOADS(Type.COUNTER, "awe4lb_config_reloads", "", "Configurations that somebody wanted after the start, by what came of them",
            "result"),
    /** Plugins. */
    PLUGIN_STATE(Type.GAUGE, "awe4lb_plugin_state", "", "1 for the state that the plugin is in, 0 for the others", "plugin", "state"),
    /** Series that are told. */
    SERIES(Type.GAUGE, "awe4lb_metrics_series", "", "Series of awe4lb's own families in this reading, these two not counted"),
    /** Series that are not. */
    SERIES_LEFT_OUT(Type.GAUGE, "awe4lb_metrics_series_left_out", "", "Series that metrics.maxSeries left out of this reading"),
    /** Lines of the access log. */
    ACCESS_LOG_WRITTEN(Type.COUNTER, "awe4lb_access_log_written", "", "Lines of the access log that the target has taken", "target"),
    /** Lines that are missing. */
    ACCESS_LOG_DROPPED(Type.COUNTER, "awe4lb_access_log_dropped", "", "Lines that are missing, because the target did not take them",
            "target"),
    /** Work of loops. */
    EVENTLOOP_BUSY(Type.COUNTER, "awe4lb_eventloop_busy_seconds", "seconds", "Time that the event loop has worked and not slept", "loop"),
    /** Load of loops. */
    EVENTLOOP_BUSY_RATIO(Type.GAUGE, "awe4lb_eventloop_busy_ratio", "", "Share of the last 16 seconds that the event loop worked: 0 to 1",
            "loop"),
    /** Lag of loops. */
    EVENTLOOP_LONGEST_ROUND(Type.GAUGE, "awe4lb_eventloop_longest_round_seconds", "seconds",
            "Longest time in the last 16 seconds that something ready had to wait for the event loop", "loop"),
    /** Connections by loop. */
    EVENTLOOP_CONNECTIONS(Type.GAUGE, "awe4lb_eventloop_connections", "", "Connections of clients that live on the event loop", "loop"),
    /** Trouble with accepting. */
    ACCEPT_FAILURES(Type.COUNTER, "awe4lb_eventloop_accept_failures", "", "Accepts that failed, most likely for want of descriptors",
            "loop"),
    /** More trouble with accepting. */
    ACCEPT_PAUSES(Type.COUNTER, "awe4lb_eventloop_accept_pauses", "", "Times that accepting stopped until descriptors were free", "loop"),

    /** Clients that came. */
    ACCEPTED(Type.COUNTER, "awe4lb_listener_connections_accepted", "", "Connections that clients opened", "listener", "protocol"),
    /** Clients that are here. */
    ACTIVE(Type.GAUGE, "awe4lb_listener_connections_active", "", "Connections of clients that live", "listener", "protocol"),
    /** Clients that wait. */
    ACCEPT_QUEUE(Type.GAUGE, "awe4lb_listener_accept_queue", "", "Connections that the system has made and nobody has accepted yet",
            "listener", "protocol"),
    /** Clients that may wait. */
    ACCEPT_QUEUE_LIMIT(Type.GAUGE, "awe4lb_listener_accept_queue_limit", "", "Connections that may wait to be accepted", "listener",
            "protocol"),
    /** Clients that waited in vain. */
    ACCEPT_QUEUE_DROPPED(Type.COUNTER, "awe4lb_listener_accept_queue_dropped", "",
            "Tries of clients that the system dropped for want of room in the queue", "listener", "protocol"),
    /** Clients that left. */
    CLOSED(Type.COUNTER, "awe4lb_listener_connections_closed", "", "Connections of clients that ended, by reason", "listener", "protocol",
            "reason"),
    /** Clients that were turned away. */
    REJECTED(Type.COUNTER, "awe4lb_listener_connections_rejected", "",
            "Those of the closed connections that awe4lb itself turned away, by reason", "listener", "protocol", "reason"),
    /** Clients that could be here. */
    CONNECTIONS_LIMIT(Type.GAUGE, "awe4lb_listener_connections_limit", "", "Connections that limits.connections allows at once", "listener",
            "protocol"),
    /** Clients that a limit would have turned away. */
    DRY_RUN(Type.COUNTER, "awe4lb_listener_connections_dry_run", "",
            "Connections that came in because limits.onLimit is dry-run, by the reason for which they would have been turned away",
            "listener", "protocol", "reason"),
    /** Bytes of clients. */
    LISTENER_BYTES(Type.COUNTER, "awe4lb_listener_bytes", "bytes", "Bytes passed on: in from clients, out to clients", "listener",
            "protocol", "direction"),
    /** How long clients stayed. */
    SESSION_DURATION("awe4lb_listener_session_duration_seconds", "Time from accept to end of connections that ended", Buckets.SESSION,
            "listener", "protocol"),

    /** Ways that clients went. */
    ROUTE_CONNECTIONS(Type.COUNTER, "awe4lb_route_connections", "", "Connections of clients that this route led to its pool", "listener",
            "route", "pool"),

    /** Handshakes of clients. */
    TLS_HANDSHAKES(Type.COUNTER, "awe4lb_tls_handshakes", "", "TLS handshakes of clients, by what came of them and the version", "listener",
            "result", "version"),
    /** How long they took. */
    TLS_HANDSHAKE_DURATION("awe4lb_tls_handshake_duration_seconds", "Time from accept until the client's TLS handshake was done",
            Buckets.CONNECT, "listener"),
    /** How long certificates last. */
    CERTIFICATE_NOT_AFTER(Type.GAUGE, "awe4lb_certificate_not_after_timestamp_seconds", "seconds",
            "When the certificate is over, in seconds since 1970: of a listener, or the one that a pool shows to backends", "listener",
            "pool",
            "file"),

    /** What authorities say of them. */
    CERTIFICATE_STAPLED(Type.GAUGE, "awe4lb_certificate_stapled", "",
            "1 while clients get what the authority says of the certificate (OCSP), of listeners with ocspStapling", "listener", "file"),
    /** What came of orders at issuers. */
    CERTIFICATE_ORDERS(Type.COUNTER, "awe4lb_certificate_orders", "", "Certificates that an issuer was asked for, by what came of it",
            "issuer", "result"),
    /** Issuers that do not give what is wanted. */
    CERTIFICATE_FAILING(Type.GAUGE, "awe4lb_certificate_order_failing", "",
            "1 while the last order of the certificate failed, and clients get the one before or one that nobody trusts", "issuer",
            "name"),

    /** Flows of datagrams. */
    UDP_SESSIONS(Type.GAUGE, "awe4lb_udp_sessions_active", "", "Sessions of clients that live", "listener"),
    /** Datagrams. */
    UDP_DATAGRAMS(Type.COUNTER, "awe4lb_udp_datagrams", "", "Datagrams passed on: in from clients, out to clients", "listener",
            "direction"),
    /** Datagrams in vain. */
    UDP_DROPPED(Type.COUNTER, "awe4lb_udp_datagrams_dropped", "", "Datagrams that were dropped, by reason", "listener", "reason"),

    /** Backends by health. */
    POOL_BACKENDS(Type.GAUGE, "awe4lb_pool_backends", "", "Backends of the pool, by health", "pool", "state"),
    /** Backends that serve. */
    POOL_SERVING(Type.GAUGE, "awe4lb_pool_backends_serving", "", "Backends of the pool that get new connections, were they not full",
            "pool"),
    /** Backends that are used although they are not healthy. */
    POOL_PANIC(Type.GAUGE, "awe4lb_pool_panic", "", "1 while so few backends are healthy that all are used", "pool"),
    /** Clients in vain. */
    POOL_NO_BACKEND(Type.COUNTER, "awe4lb_pool_no_backend", "", "Connections that ended because no backend was available", "pool"),
    /** Clients that wait. */
    POOL_QUEUED(Type.GAUGE, "awe4lb_pool_queued_connections", "", "Connections that wait until a backend of the pool has room", "pool"),
    /** Questions to sources. */
    DISCOVERY_RUNS(Type.COUNTER, "awe4lb_discovery_runs", "", "Questions to the pool's source of backends, by what came of them", "pool",
            "result"),
    /** Sources that are silent. */
    DISCOVERY_FAILING(Type.GAUGE, "awe4lb_discovery_failing", "", "1 while the last question to the pool's source of backends failed",
            "pool"),

    /** Health. */
    BACKEND_STATE(Type.GAUGE, "awe4lb_backend_state", "", "1 for the health that the backend has, 0 for the others", "pool", "backend",
            "state"),
    /** Wishes. */
    BACKEND_ADMIN_STATE(Type.GAUGE, "awe4lb_backend_admin_state", "", "1 for the admin state that somebody wants, 0 for the others", "pool",
            "backend", "state"),
    /** What clients found. */
    BACKEND_EJECTED(Type.GAUGE, "awe4lb_backend_ejected", "", "1 while failed connects or resets of clients keep it out", "pool",
            "backend"),
    /** What all that comes to. */
    BACKEND_SERVES(Type.GAUGE, "awe4lb_backend_serves", "",
            "1 if it gets new connections, were it not full: ready, not down, not ejected, its name resolved; or all are used in a panic",
            "pool", "backend"),
    /** Weight. */
    BACKEND_WEIGHT(Type.GAUGE, "awe4lb_backend_weight", "", "Weight in force: less than the wanted one during a slow start", "pool",
            "backend"),
    /** Its connections. */
    BACKEND_ACTIVE(Type.GAUGE, "awe4lb_backend_connections_active", "", "Connections to the backend, open or being opened", "pool",
            "backend"),
    /** As many as can be. */
    BACKEND_SOURCE_PORTS(Type.GAUGE, "awe4lb_backend_source_ports", "",
            "Connections to the backend that local ports allow: those of the system's range, once for each source address", "pool",
            "backend"),
    /** All that it had. */
    BACKEND_CONNECTIONS(Type.COUNTER, "awe4lb_backend_connections", "", "Connections to the backend that were opened", "pool", "backend"),
    /** Those that failed. */
    CONNECT_ERRORS(Type.COUNTER, "awe4lb_backend_connect_errors", "", "Connects to the backend that failed, by reason", "pool", "backend",
            "reason"),
    /** Clients that went on. */
    RETRIES(Type.COUNTER, "awe4lb_backend_retries", "", "Clients given to another backend after a connect to this one failed", "pool",
            "backend"),
    /** Bytes of backends. */
    BACKEND_BYTES(Type.COUNTER, "awe4lb_backend_bytes", "bytes", "Bytes passed on: in from clients to it, out from it to clients", "pool",
            "backend", "direction"),
    /** How long it took. */
    CONNECT_DURATION("awe4lb_backend_connect_duration_seconds", "Time of connects to the backend that succeeded", Buckets.CONNECT, "pool",
            "backend"),
    /** Handshakes with backends. */
    BACKEND_TLS_HANDSHAKES(Type.COUNTER, "awe4lb_backend_tls_handshakes", "",
            "TLS handshakes with the backend, by what came of them and the version", "pool", "backend", "result", "version"),
    /** How long they took. */
    BACKEND_TLS_HANDSHAKE_DURATION("awe4lb_backend_tls_handshake_duration_seconds",
            "Time from the connect until the TLS handshake with the backend was done", Buckets.CONNECT, "pool", "backend"),
    /** Checks. */
    HEALTHCHECK_RUNS(Type.COUNTER, "awe4lb_healthcheck_runs", "", "Health checks of the backend, by result", "pool", "backend", "result"),
    /** Flips. */
    HEALTHCHECK_TRANSITIONS(Type.COUNTER, "awe4lb_healthcheck_transitions", "",
            "Times that checks found another health, the first verdict included", "pool", "backend");

    private final Type type;
    private final String base;
    private final String unit;
    private final String help;
    private final Optional<Buckets> buckets;
    private final List<String> labels;

    Metric(Type type, String base, String unit, String help, String... labels) {
        this(type, base, unit, help, Optional.empty(), labels);
    }

    Metric(String base, String help, Buckets buckets, String... labels) {
        this(Type.HISTOGRAM, base, "seconds", help, Optional.of(buckets), labels);
    }

    Metric(Type type, String base, String unit, String help, Optional<Buckets> buckets, String[] labels) {
        this.type = type;
        this.base = base;
        this.unit = unit;
        this.help = help;
        this.buckets = buckets;
        this.labels = List.of(labels);
    }

    /**
     * The name by which Prometheus knows the family.
     *
     * @return with {@code _total} for what only grows
     */
    public String publicName() {
        return switch (type) {
            case COUNTER -> base + "_total";
            case INFO -> base + "_info";
            case GAUGE, HISTOGRAM -> base;
        };
    }

    /**
     * What the values mean.
     *
     * @return counter, gauge, histogram or info
     */
    public Type type() {
        return type;
    }

    /**
     * Base unit.
     *
     * @return seconds or bytes; empty for things that are counted
     */
    public String unit() {
        return unit;
    }

    /**
     * What it says.
     *
     * @return a sentence without a full stop
     */
    public String help() {
        return help;
    }

    /**
     * By what it is split.
     *
     * @return names in their order
     */
    public List<String> labels() {
        return labels;
    }

    /** Series of one sample: a histogram has one a bucket, its sum and its count. */
    int width() {
        return buckets.map(known -> known.seconds().size() + 3).orElse(1);
    }

    MetricFamily family(List<MetricSample> samples) {
        return new MetricFamily(base, type, unit, help, labels, buckets.map(Buckets::seconds).orElse(List.of()), samples);
    }
}
