package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.DiscoveryConfig;
import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.store.LastList;
import io.awe4lb.spi.BackendSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What is kept of a pool's source over restarts: the last list that it told. Made where the pool is made, then on the control thread. */
final class SourceMemory {

    private final String pool;
    private final PoolContext context;
    private Optional<LastList> kept;

    /** @param config in force at the beginning; may wait for the disk */
    SourceMemory(String pool, DiscoveryConfig config, PoolContext context) {
        this.pool = pool;
        this.context = context;
        this.kept = isKept(config) ? context.lastList(pool) : Optional.empty();
    }

    /** Who wants an empty pool when its source fails does not want an old list either, and what is configured is kept already. */
    private static boolean isKept(DiscoveryConfig config) {
        return config.source().provider().isPolled() && config.onFailure() == OnFailure.KEEP_LAST;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** The last list, if it is of this source. */
    Optional<LastList> of(DiscoveryConfig config) {
        return isKept(config) ? kept.filter(list -> list.source().equals(SourceText.of(config.source()))) : Optional.empty();
    }

    /** Keeps what the source tells now. */
    void keep(DiscoveryConfig config, List<BackendSpec> backends, Instant now) {
        boolean isKnown = of(config).filter(list -> list.backends().equals(backends)).isPresent();
        if (isKept(config) && !isKnown) {
            var list = new LastList(SourceText.of(config.source()), now.truncatedTo(ChronoUnit.SECONDS), backends);
            kept = Optional.of(list);
            context.keep(pool, list);
        }
    }
}
