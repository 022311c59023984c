package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first in the order of the configuration that is not full, so that those behind stay without work and can be switched off. Weights do
 * not matter, but for 0.
 */
final class First implements Strategy {

    private final Candidates all;
    private final int tierOfAll;

    First() {
        this(Candidates.of(List.of()));
    }

    private First(Candidates all) {
        this.all = all;
        this.tierOfAll = all.isEmpty() ? 0 : Tier.of(all);
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new First(all);
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        return first(candidates, candidates == all ? tierOfAll : Tier.of(candidates));
    }

    /** Where all are full one of them: who asks then asks again without those, and so gets to weight 0. */
    private static Backend first(Candidates candidates, int tier) {
        for (int i = 0; i < candidates.size(); i++) {
            Backend candidate = candidates.get(i);
            if (Tier.share(candidate, tier) > 0 && !isFull(candidate)) {
                return candidate;
            }
        }
        return Tier.byShare(candidates, tier, 0);
    }

    private static boolean isFull(Backend candidate) {
        int most = candidate.maxConnections();
        return most != 0 && candidate.activeConnections() >= most;
    }
}
