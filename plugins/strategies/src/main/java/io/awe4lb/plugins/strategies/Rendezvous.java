package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;

/**
 * Weighted rendezvous: every backend draws a number for the client, computed from both, and the highest wins. Immutable; asking allocates
 * nothing and takes time in proportion to the candidates.
 *
 * <p>A draw {@code u} in (0, 1) counts as {@code weight / -ln(u)}: then a backend wins in proportion to its weight, and a change of one
 * weight moves clients only to or from that backend.
 *
 * <p>Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", IEEE/ACM Transactions on Networking 6(1), 1998; the weights:
 * Schindelhauer and Schomaker, "Weighted Distributed Hash Tables", SPAA 2005 (logarithmic method).
 */
final class Rendezvous {

    private final Candidates all;
    private final long[] hashes;

    Rendezvous(Candidates all) {
        this.all = all;
        this.hashes = new long[all.size()];
        for (int i = 0; i < all.size(); i++) {
            hashes[i] = StickyHash.backend(all.get(i).id());
        }
    }

    /**
     * Finds the winner, of those that are below the bound.
     *
     * @param candidates at least one
     * @param tier from {@link Tier#of}
     * @param client from {@link ClientKey#hash}
     * @param perShare from {@link LoadBound#perShare}
     */
    Backend winner(Candidates candidates, int tier, long client, double perShare) {
        boolean prepared = candidates == all;
        Backend best = candidates.get(0);
        long bestDraw = 0;
        int bestShare = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Backend candidate = candidates.get(i);
            int share = Tier.share(candidate, tier);
            if (share > 0 && candidate.activeConnections() < perShare * share) {
                long draw = StickyHash.draw(client, prepared ? hashes[i] : StickyHash.backend(candidate.id()));
                if (bestShare == 0 || beats(draw, share, bestDraw, bestShare)) {
                    best = candidate;
                    bestDraw = draw;
                    bestShare = share;
                }
            }
        }
        // connections that came meanwhile may have put all of them at the bound
        return bestShare == 0 && perShare < Double.POSITIVE_INFINITY
                ? winner(candidates, tier, client, Double.POSITIVE_INFINITY)
                : best;
    }

    /** Logarithms are taken only where the draws alone do not tell. */
    private static boolean beats(long draw, int share, long otherDraw, int otherShare) {
        int compared = Long.compareUnsigned(draw, otherDraw);
        if (compared == 0 || Integer.compare(share, otherShare) * compared >= 0) {
            return compared == 0 ? share > otherShare : compared > 0;
        }
        return share * cost(otherDraw) > otherShare * cost(draw);
    }

    /** StrictMath gives the same bits on every machine. */
    private static double cost(long draw) {
        double evenly = ((draw >>> 11) + 0.5) * 0x1p-53;
        return -StrictMath.log(evenly);
    }
}
