package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import org.jspecify.annotations.Nullable;

/**
 * Which of some candidates may be picked at all, and with which share: those of the lowest priority number, each with its weight; if all of
 * them have weight 0, each with 1.
 *
 * <p>A tier is a plain int, so that asking allocates nothing: the priority where somebody there has a weight, else its bitwise complement.
 * Stateless, any thread. A weight may change while candidates are walked; then a sum may be off for that one pick, but never who may be
 * returned.
 */
final class Tier {

    private Tier() {}

    /**
     * Finds the tier that serves.
     *
     * @param candidates at least one
     * @return for {@link #share}
     */
    static int of(Candidates candidates) {
        int lowest = Integer.MAX_VALUE;
        boolean weighted = false;
        for (int i = 0; i < candidates.size(); i++) {
            Backend candidate = candidates.get(i);
            int priority = candidate.priority();
            if (priority <= lowest) {
                weighted = candidate.weight() > 0 || (weighted && priority == lowest);
                lowest = priority;
            }
        }
        return weighted ? lowest : ~lowest;
    }

    /**
     * A candidate's part of the work in relation to that of others.
     *
     * @param candidate one of those that the tier was found for
     * @param tier from {@link #of}
     * @return 0 if it may not be picked
     */
    static int share(Backend candidate, int tier) {
        boolean weighted = tier >= 0;
        if (candidate.priority() != (weighted ? tier : ~tier)) {
            return 0;
        }
        return weighted ? candidate.weight() : 1;
    }

    /**
     * Walks the candidates' shares, laid end to end.
     *
     * @param candidates at least one
     * @param tier from {@link #of}
     * @param ticket any number; where it falls, modulo the sum of the shares, decides: consecutive numbers serve each by its share exactly
     */
    static Backend byShare(Candidates candidates, int tier, long ticket) {
        return byShare(null, candidates, tier, ticket);
    }

    /**
     * Walks the shares of all but one.
     *
     * @param one who is left out
     * @return {@code one} if nobody else has a share
     */
    static Backend byShareBeside(Backend one, Candidates candidates, int tier, long ticket) {
        return byShare(one, candidates, tier, ticket);
    }

    private static Backend byShare(@Nullable Backend except, Candidates candidates, int tier, long ticket) {
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += candidates.get(i) == except ? 0 : share(candidates.get(i), tier);
        }
        long left = total == 0 ? 0 : Math.floorMod(ticket, total);
        Backend last = except == null ? candidates.get(0) : except;
        for (int i = 0; i < candidates.size(); i++) {
            int share = candidates.get(i) == except ? 0 : share(candidates.get(i), tier);
            if (share > 0) {
                last = candidates.get(i);
                left -= share;
                if (left < 0) {
                    return last;
                }
            }
        }
        return last;
    }
}
