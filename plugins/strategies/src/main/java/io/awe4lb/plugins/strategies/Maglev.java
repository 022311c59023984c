package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same client to the same backend, looked up in a {@link MaglevTable} that is made once for each set of backends: one step, however many
 * there are. Nothing is remembered, so several balancers agree without talking. Whose backend cannot be picked, or has too much by the
 * {@link LoadBound}, is spread over the others by {@link Rendezvous}.
 */
final class Maglev implements Strategy {

    private final ClientKey key;
    private final LoadBound bound;
    private final int tableSize;
    private final Candidates all;
    private final MaglevTable table;
    private final Rendezvous rendezvous;

    /** @param tableSize a prime number */
    Maglev(ClientKey key, LoadBound bound, int tableSize) {
        this(key, bound, tableSize, Candidates.of(List.of()));
    }

    private Maglev(ClientKey key, LoadBound bound, int tableSize, Candidates all) {
        this.key = key;
        this.bound = bound;
        this.tableSize = tableSize;
        this.all = all;
        this.table = MaglevTable.of(all, tableSize);
        this.rendezvous = new Rendezvous(all);
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new Maglev(key, bound, tableSize, all);
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
        long hash = key.hash(client);
        Backend choice = table.of(hash);
        return choice != null && candidates == all && bound.isNone() ? choice : checked(choice, candidates, hash);
    }

    private Backend checked(@Nullable Backend choice, Candidates candidates, long hash) {
        int tier = Tier.of(candidates);
        double perShare = bound.perShare(candidates, tier);
        boolean isPossible = choice != null && (candidates == all || candidates.contains(choice))
                && choice.activeConnections() < perShare * Tier.share(choice, tier);
        return isPossible ? choice : rendezvous.winner(candidates, tier, hash, perShare);
    }
}
