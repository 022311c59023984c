package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client to the same backend, by weighted rendezvous: every backend draws a number for the client, computed from both, and the
 * highest wins. Nothing is remembered, so several balancers agree without talking; a backend that goes moves only its own clients, each to
 * the backend that drew the next highest number, and they return with it.
 *
 * <p>A draw {@code u} in (0, 1) counts as {@code weight / -ln(u)}: then a backend wins in proportion to its weight, and a change of one
 * weight moves clients only to or from that backend.
 *
 * <p>Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", IEEE/ACM Transactions on Networking 6(1), 1998; the weights:
 * Schindelhauer and Schomaker, "Weighted Distributed Hash Tables", SPAA 2005 (logarithmic method).
 */
final class Sticky implements Strategy {

    private final Candidates all;
    private final long[] hashes;

    Sticky() {
        this(Candidates.of(List.of()));
    }

    private Sticky(Candidates all) {
        this.all = all;
        this.hashes = new long[all.size()];
        for (int i = 0; i < all.size(); i++) {
            hashes[i] = StickyHash.backend(all.get(i).id());
        }
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new Sticky(all);
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        return winner(candidates, Tier.of(candidates), StickyHash.client(client));
    }

    private Backend winner(Candidates candidates, int tier, long client) {
        boolean prepared = candidates == all;
        Backend best = candidates.get(0);
        long bestDraw = 0;
        int bestShare = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Backend candidate = candidates.get(i);
            int share = Tier.share(candidate, tier);
            if (share > 0) {
                long draw = StickyHash.draw(client, prepared ? hashes[i] : StickyHash.backend(candidate.id()));
                if (bestShare == 0 || beats(draw, share, bestDraw, bestShare)) {
                    best = candidate;
                    bestDraw = draw;
                    bestShare = share;
                }
            }
        }
        return best;
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
