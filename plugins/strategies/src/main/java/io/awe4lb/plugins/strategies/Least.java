package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import java.util.function.LongSupplier;

/** Finds who has the least load in proportion to its share. Stateless, any thread; allocates nothing. */
final class Least {

    /** Largest load that is told apart from larger ones: with a share of 16 bits it fits into a long. */
    static final long MOST = 1L << 46;

    private Least() {}

    /** How much one candidate has to do. */
    interface Load {

        /**
         * Asked once a candidate and pick.
         *
         * @param candidate one of the candidates
         * @param index its place among them
         * @return 0 to {@link Least#MOST}, in any unit
         */
        long of(Backend candidate, int index);
    }

    /**
     * Compares load divided by share, exactly. Those that are equal are drawn from in proportion to their shares.
     *
     * @param candidates at least one
     * @param tier from {@link Tier#of}
     * @param load of each
     * @param random any long, evenly; asked only where two are equal
     * @return an index into the candidates
     */
    static int of(Candidates candidates, int tier, Load load, LongSupplier random) {
        int best = 0;
        long bestLoad = 0;
        long bestShare = 0;
        long equals = 0; // sum of the shares of those that are as good as the best
        for (int i = 0; i < candidates.size(); i++) {
            long share = Tier.share(candidates.get(i), tier);
            if (share == 0) {
                continue;
            }
            long own = load.of(candidates.get(i), i);
            // own / share < bestLoad / bestShare, in whole numbers
            long difference = bestShare == 0 ? -1 : own * bestShare - bestLoad * share;
            equals = difference < 0 ? share : difference == 0 ? equals + share : equals;
            if (difference < 0 || (difference == 0 && Math.floorMod(random.getAsLong(), equals) < share)) {
                best = i;
                bestLoad = own;
                bestShare = share;
            }
        }
        return best;
    }
}
