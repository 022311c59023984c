package io.awe4lb.kernel.pool;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in a pool at a moment, and who of them serves: immutable but for the backends' own counts. Event loops pick from it, the control
 * thread replaces it as a whole.
 */
public final class Members {

    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    private final List<PoolBackend> all;
    private final List<Tier> tiers;

    private Members(List<PoolBackend> all, List<Tier> tiers) {
        this.all = all;
        this.tiers = tiers;
    }

    /** Those of them that serve, by priority, each priority with the strategy prepared for it. */
    static Members of(List<PoolBackend> all, Strategy strategy) {
        var byPriority = new TreeMap<Integer, List<PoolBackend>>();
        for (PoolBackend backend : all) {
            if (backend.serves()) {
                byPriority.computeIfAbsent(backend.priority(), _ -> new ArrayList<>()).add(backend);
            }
        }
        List<Tier> tiers = byPriority.values().stream().map(backends -> Tier.of(backends, strategy)).toList();
        return new Members(List.copyOf(all), tiers);
    }

    /**
     * Every backend, serving or not.
     *
     * @return in the order of discovery
     */
    public List<PoolBackend> all() {
        return all;
    }

    /**
     * Picks a backend and takes a slot of it. Any loop; allocates nothing but the lease as long as nothing was tried and nobody is full.
     *
     * @param client who asks
     * @param tried backends that this client was refused by
     * @return a slot of a backend that serves, is not full and was not tried; null when there is none
     */
    public @Nullable Lease lease(Client client, List<PoolBackend> tried) {
        for (int i = 0; i < tiers.size(); i++) {
            Lease lease = tiers.get(i).lease(client, tried);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    /**
     * Whether a client could ever be served.
     *
     * @param tried backends that this client was refused by
     * @return true if another one serves, be it full or not
     */
    public boolean offer(List<PoolBackend> tried) {
        return serving().anyMatch(backend -> !tried.contains(backend));
    }

    /**
     * Whether a client could be served now, though perhaps not every client.
     *
     * @return true if one that serves is not full
     */
    public boolean haveRoom() {
        return serving().anyMatch(backend -> !backend.isFull());
    }

    private Stream<PoolBackend> serving() {
        return tiers.stream().flatMap(tier -> tier.backends.stream());
    }

    /**
     * Why {@link #lease} found none.
     *
     * @param tried backends that this client was refused by
     * @return limit when one that serves is full, else no_backend
     */
    public EndReason whyNone(List<PoolBackend> tried) {
        boolean full = serving().anyMatch(b -> b.isFull() && !tried.contains(b));
        return full ? EndReason.LIMIT : EndReason.NO_BACKEND;
    }

    private record Tier(List<PoolBackend> backends, Candidates candidates, Strategy strategy) {

        static Tier of(List<PoolBackend> backends, Strategy strategy) {
            Candidates candidates = Candidates.of(backends);
            return new Tier(backends, candidates, prepared(strategy, candidates));
        }

        /** A strategy that cannot prepare, by a bug of its plugin, picks unprepared: the pool goes on serving. */
        private static Strategy prepared(Strategy strategy, Candidates candidates) {
            try {
                return strategy.prepare(candidates);
            } catch (RuntimeException | LinkageError bug) {
                LOG.error("a strategy failed to prepare for {} by a bug", candidates, bug);
                return strategy;
            }
        }

        @Nullable Lease lease(Client client, List<PoolBackend> tried) {
            if (tried.isEmpty()) {
                Backend pick = strategy.pick(candidates, client);
                Lease lease = pick == null ? null : ((PoolBackend) pick).lease();
                if (pick == null || lease != null) {
                    return lease;
                }
            }
            return leaseAmongOthers(client, tried);
        }

        /** Ends: each round that takes no slot leaves one more backend full, and so out of the next. */
        private @Nullable Lease leaseAmongOthers(Client client, List<PoolBackend> tried) {
            while (true) {
                Candidates others = Candidates.of(backends.stream().filter(b -> !b.isFull() && !tried.contains(b)).toList());
                Backend pick = others.isEmpty() ? null : strategy.pick(others, client);
                if (pick == null) {
                    return null;
                }
                if (!others.contains(pick)) {
                    throw new IllegalStateException("the strategy picked " + pick + ", which is not among the candidates " + others);
                }
                Lease lease = ((PoolBackend) pick).lease();
                if (lease != null) {
                    return lease;
                }
            }
        }
    }
}
