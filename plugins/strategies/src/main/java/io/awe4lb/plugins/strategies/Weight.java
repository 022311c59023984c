package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * At random, in proportion to weight. Looks up in a table of the prepared backends by bisection; walks where only some of them can be
 * picked.
 */
final class Weight implements Strategy {

    private final LongSupplier random;
    private final Candidates all;
    private final Backend[] backends;
    /** Per backend: its share and those of all before it. */
    private final long[] upTo;

    /** @param random any long, evenly; asked on many threads at once */
    Weight(LongSupplier random) {
        this(random, Candidates.of(List.of()));
    }

    private Weight(LongSupplier random, Candidates all) {
        this.random = random;
        this.all = all;
        this.backends = new Backend[all.size()];
        this.upTo = new long[all.size()];
        int tier = all.isEmpty() ? 0 : Tier.of(all);
        long total = 0;
        for (int i = 0; i < all.size(); i++) {
            total += Tier.share(all.get(i), tier);
            backends[i] = all.get(i);
            upTo[i] = total;
        }
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new Weight(random, all);
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        if (candidates != all) {
            return Tier.byShare(candidates, Tier.of(candidates), random.getAsLong());
        }
        // At most 2^32 of 2^64 numbers: the remainder's bias is below 2^-31.
        return backends[firstAbove(Math.floorMod(random.getAsLong(), upTo[size - 1]))];
    }

    private int firstAbove(long point) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
