package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** At random, each backend as often as any other: weights, also 0, do not matter. */
final class Random implements Strategy {

    private final LongSupplier random;
    private final Candidates all;
    /** Whether {@link #all} are of one priority, so that nobody has to be left out. */
    private final boolean isOneTier;

    /** @param random any long, evenly; asked on many threads at once */
    Random(LongSupplier random) {
        this(random, Candidates.of(List.of()));
    }

    private Random(LongSupplier random, Candidates all) {
        this.random = random;
        this.all = all;
        this.isOneTier = inTier(all, lowestPriority(all)) == all.size();
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new Random(random, all);
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        if (candidates == all && isOneTier) {
            return candidates.get(Math.floorMod(random.getAsLong(), size));
        }
        int priority = lowestPriority(candidates);
        return inTier(candidates, priority, Math.floorMod(random.getAsLong(), inTier(candidates, priority)));
    }

    private static int lowestPriority(Candidates candidates) {
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i < candidates.size(); i++) {
            lowest = Math.min(lowest, candidates.get(i).priority());
        }
        return lowest;
    }

    private static int inTier(Candidates candidates, int priority) {
        int count = 0;
        for (int i = 0; i < candidates.size(); i++) {
            count += candidates.get(i).priority() == priority ? 1 : 0;
        }
        return count;
    }

    private static Backend inTier(Candidates candidates, int priority, int index) {
        int i = 0;
        for (int left = index; candidates.get(i).priority() != priority || left-- > 0;) {
            i++;
        }
        return candidates.get(i);
    }
}
