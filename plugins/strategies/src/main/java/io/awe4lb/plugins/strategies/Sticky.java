package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client to the same backend, by {@linkplain Rendezvous weighted rendezvous}. Nothing is remembered, so several balancers agree
 * without talking; a backend that goes moves only its own clients, each to the backend that drew the next highest number, and they return
 * with it. With a {@link LoadBound}, a client whose backend has too much goes to the next highest, too.
 */
final class Sticky implements Strategy {

    private final ClientKey key;
    private final LoadBound bound;
    private final Rendezvous rendezvous;

    Sticky(ClientKey key, LoadBound bound) {
        this(key, bound, Candidates.of(List.of()));
    }

    private Sticky(ClientKey key, LoadBound bound, Candidates all) {
        this.key = key;
        this.bound = bound;
        this.rendezvous = new Rendezvous(all);
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new Sticky(key, bound, all);
    }

    @Override
    public boolean wantsServerName() {
        return key.wantsServerName();
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        int tier = Tier.of(candidates);
        return rendezvous.winner(candidates, tier, key.hash(client), bound.perShare(candidates, tier));
    }
}
