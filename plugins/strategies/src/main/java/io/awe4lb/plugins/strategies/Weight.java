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
    private final ShareTable table;

    /** @param random any long, evenly; asked on many threads at once */
    Weight(LongSupplier random) {
        this(random, Candidates.of(List.of()));
    }

    private Weight(LongSupplier random, Candidates all) {
        this.random = random;
        this.table = new ShareTable(all);
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
        if (!table.isOf(candidates)) {
            return Tier.byShare(candidates, Tier.of(candidates), random.getAsLong());
        }
        // At most 2^32 of 2^64 numbers: the remainder's bias is below 2^-31.
        return table.backend(table.at(Math.floorMod(random.getAsLong(), table.total())));
    }
}
