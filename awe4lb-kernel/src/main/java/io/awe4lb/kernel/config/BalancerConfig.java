package io.awe4lb.kernel.config;

import java.util.Map;
import java.util.Optional;

/**
 * A whole configuration, valid in itself: every pool that a listener names exists, every type has its provider.
 *
 * @param admin the admin server; empty: off
 * @param log the program's own
 * @param metrics who gets the metrics
 * @param transport whose sockets carry the traffic
 * @param loops event loops, 1 or more; {@code auto} has become the number of processors
 * @param shutdown how a graceful stop goes
 * @param overload from where on new work of less important listeners is turned away
 * @param listeners by id, in the order written
 * @param pools by id, in the order written
 */
public record BalancerConfig(
        Optional<AdminConfig> admin,
        LogConfig log,
        MetricsConfig metrics,
        TransportChoice transport,
        int loops,
        ShutdownConfig shutdown,
        OverloadConfig overload,
        Map<String, ListenerConfig> listeners,
        Map<String, PoolConfig> pools) {

    /**
     * With the usual limits of overload.
     *
     * @param admin the admin server; empty: off
     * @param log the program's own
     * @param metrics who gets the metrics
     * @param transport whose sockets carry the traffic
     * @param loops event loops, 1 or more
     * @param shutdown how a graceful stop goes
     * @param listeners by id, in the order written
     * @param pools by id, in the order written
     */
    public BalancerConfig(Optional<AdminConfig> admin, LogConfig log, MetricsConfig metrics, TransportChoice transport, int loops,
            ShutdownConfig shutdown, Map<String, ListenerConfig> listeners, Map<String, PoolConfig> pools) {
        this(admin, log, metrics, transport, loops, shutdown, OverloadConfig.DEFAULT, listeners, pools);
    }
}
