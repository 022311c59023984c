package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one with the fewest active connections in proportion to its weight. Those that are equal are drawn from at random, again in proportion
 * to weight, so that short connections that never overlap are spread by weight too.
 *
 * <p>Two event loops that pick at the same moment see the same counts and may pick the same backend.
 */
final class LeastConnections implements Strategy {

    private static final Least.Load CONNECTIONS = (candidate, _) -> candidate.activeConnections();

    private final LongSupplier random;

    /** @param random any long, evenly; asked on many threads at once */
    LeastConnections(LongSupplier random) {
        this.random = random;
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        return candidates.get(Least.of(candidates, Tier.of(candidates), CONNECTIONS, random));
    }
}
