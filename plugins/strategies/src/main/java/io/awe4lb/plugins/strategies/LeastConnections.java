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
        return least(candidates, Tier.of(candidates));
    }

    private Backend least(Candidates candidates, int tier) {
        Backend best = candidates.get(0);
        long bestActive = 0;
        long bestShare = 0;
        long equals = 0; // sum of the shares of those that are as good as the best
        for (int i = 0; i < candidates.size(); i++) {
            Backend candidate = candidates.get(i);
            long share = Tier.share(candidate, tier);
            if (share == 0) {
                continue;
            }
            long active = candidate.activeConnections();
            // active / share < bestActive / bestShare, in whole numbers: 31 and 16 bits fit into a long
            long difference = bestShare == 0 ? -1 : active * bestShare - bestActive * share;
            equals = difference < 0 ? share : difference == 0 ? equals + share : equals;
            if (difference < 0 || (difference == 0 && Math.floorMod(random.getAsLong(), equals) < share)) {
                best = candidate;
                bestActive = active;
                bestShare = share;
            }
        }
        return best;
    }
}
