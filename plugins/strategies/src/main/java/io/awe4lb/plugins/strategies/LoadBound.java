package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Candidates;

/**
 * How many connections a hash may give to one backend: its share of all that the candidates have, with the new one, times a factor. Since
 * the factor is more than 1, somebody is always below.
 *
 * <p>Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded Loads", SODA 2018; {@code hash-balance-factor} in HAProxy,
 * {@code hash_balance_factor} in Envoy.
 *
 * @param percent the factor in percent; 0 for no bound
 */
record LoadBound(int percent) {

    static final LoadBound NONE = new LoadBound(0);
    /** The smallest factor that leaves anybody room to stay. */
    static final int LEAST_PERCENT = 101;
    static final int MOST_PERCENT = 65_535;

    boolean isNone() {
        return percent == 0;
    }

    /**
     * Walks the candidates, if there is a bound.
     *
     * @param candidates at least one
     * @param tier from {@link Tier#of}
     * @return a backend takes a connection while it has fewer than this times its share; infinity without a bound
     */
    double perShare(Candidates candidates, int tier) {
        if (isNone()) {
            return Double.POSITIVE_INFINITY;
        }
        long connections = 1;
        long shares = 0;
        for (int i = 0; i < candidates.size(); i++) {
            int share = Tier.share(candidates.get(i), tier);
            shares += share;
            connections += share == 0 ? 0 : candidates.get(i).activeConnections();
        }
        return (double) (percent * connections) / (100 * shares);
    }
}
