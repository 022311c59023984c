package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The better of two: two different ones are drawn in proportion to weight, and the one with fewer active connections in proportion to its
 * weight serves; the first drawn if they are equal. Nearly as even as asking all of them, at the price of two, and where counts are a
 * moment old the crowd does not run to the one that was least loaded then.
 *
 * <p>Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE Transactions on Parallel and Distributed Systems 12(10),
 * 2001.
 */
final class TwoChoices implements Strategy {

    private final LongSupplier random;
    private final ShareTable table;

    /** @param random any long, evenly; asked on many threads at once */
    TwoChoices(LongSupplier random) {
        this(random, Candidates.of(List.of()));
    }

    private TwoChoices(LongSupplier random, Candidates all) {
        this.random = random;
        this.table = new ShareTable(all);
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new TwoChoices(random, all);
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        return table.isOf(candidates) ? amongAll() : amongSome(candidates, Tier.of(candidates));
    }

    /** The second is drawn from the table as if the first one's share were cut out. */
    private Backend amongAll() {
        int first = table.at(Math.floorMod(random.getAsLong(), table.total()));
        long others = table.total() - table.share(first);
        if (others == 0) {
            return table.backend(first);
        }
        long point = Math.floorMod(random.getAsLong(), others);
        int second = table.at(point < table.from(first) ? point : point + table.share(first));
        return lessLoaded(table.backend(first), table.share(first), table.backend(second), table.share(second));
    }

    private Backend amongSome(Candidates candidates, int tier) {
        Backend first = Tier.byShare(candidates, tier, random.getAsLong());
        Backend second = Tier.byShareBeside(first, candidates, tier, random.getAsLong());
        return lessLoaded(first, Tier.share(first, tier), second, Tier.share(second, tier));
    }

    /** Compares active / share in whole numbers: 31 and 16 bits fit into a long. */
    private static Backend lessLoaded(Backend first, long firstShare, Backend second, long secondShare) {
        return second.activeConnections() * firstShare < first.activeConnections() * secondShare ? second : first;
    }
}
