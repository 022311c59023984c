package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.listener.BoundListener;
import io.awe4lb.kernel.pool.Pool;
import java.util.Map;

/**
 * A configuration with what lives of it. Immutable; replaced as a whole.
 *
 * @param config in force
 * @param pools by id, in the order of the configuration
 * @param listeners by id, in the order of the configuration
 */
record Living(BalancerConfig config, Map<String, Pool> pools, Map<String, BoundListener> listeners) {

    /** Of this configuration, nothing lives yet. */
    static Living nothing(BalancerConfig settings) {
        var empty = new BalancerConfig(settings.admin(), settings.log(), settings.metrics(), settings.transport(), settings.loops(),
                settings.shutdown(), settings.overload(),
                Map.of(), Map.of());
        return new Living(empty, Map.of(), Map.of());
    }
}
