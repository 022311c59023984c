package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one that moves the fewest bytes a second in proportion to its weight. Backends count bytes anyway; a pick looks at those counts when
 * the last look is a fiftieth of the half-life ago, so nothing runs while nobody connects, and nothing is done per byte.
 *
 * <p>A connection that was picked moves nothing yet, so until it shows it counts as much as the others do on average: else all who come
 * between two looks would go to the same backend. Where nothing moves at all it counts one byte, which spreads them by weight.
 */
final class LeastBandwidth implements Strategy {

    private static final int LOOKS_IN_A_HALF_LIFE = 50;
    private static final long CLAIM = Duration.ofHours(1).toNanos();

    private final LongSupplier random;
    private final LongSupplier clock;
    private final long halfLife;
    /** Shared with what is prepared, so that a change of the set forgets nothing. On the control thread. */
    private final Map<Backend, Flow> known;
    private final Candidates all;
    private final Flow[] flows;
    private final Least.Load load = this::load;
    /** When the next look is due, by the clock; an hour ahead while somebody looks, so that nobody waits and no two look at once. */
    private final AtomicLong due;
    /** What a connection is expected to add, in bytes a second; read while another thread looks. */
    private volatile long each = 1;

    /**
     * Not prepared yet.
     *
     * @param random any long, evenly; asked on many threads at once
     * @param clock nanoseconds that never go back; asked on many threads at once
     * @param halfLife after which what was moved counts half
     */
    LeastBandwidth(LongSupplier random, LongSupplier clock, Duration halfLife) {
        this(random, clock, halfLife.toNanos(), new WeakHashMap<>(), Candidates.of(List.of()));
    }

    private LeastBandwidth(LongSupplier random, LongSupplier clock, long halfLife, Map<Backend, Flow> known, Candidates all) {
        this.random = random;
        this.clock = clock;
        this.halfLife = halfLife;
        this.known = known;
        this.all = all;
        this.flows = new Flow[all.size()];
        long now = clock.getAsLong();
        for (int i = 0; i < flows.length; i++) {
            flows[i] = known.computeIfAbsent(all.get(i), backend -> new Flow(backend, now));
        }
        this.due = new AtomicLong(now);
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new LeastBandwidth(random, clock, halfLife, known, all);
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        lookIfDue(clock.getAsLong());
        int best = Least.of(candidates, Tier.of(candidates), load, random);
        Backend picked = candidates.get(best);
        int place = place(picked, best);
        if (place >= 0) {
            flows[place].picked();
        }
        return picked;
    }

    private void lookIfDue(long now) {
        long expected = due.get();
        if (now - expected >= 0 && due.compareAndSet(expected, now + CLAIM)) {
            try {
                look(now);
            } finally {
                due.set(now + halfLife / LOOKS_IN_A_HALF_LIFE);
            }
        }
    }

    private void look(long now) {
        double rate = 0;
        double connections = 0;
        for (int i = 0; i < flows.length; i++) {
            flows[i].look(all.get(i), now, halfLife);
            rate += flows[i].rate();
            connections += flows[i].connections();
        }
        long mean = (long) Math.max(1, rate / Math.max(1, connections));
        for (Flow flow : flows) {
            flow.settle(mean);
        }
        each = mean;
    }

    /** One that it was not prepared for is judged by its connections. */
    private long load(Backend candidate, int index) {
        int place = place(candidate, index);
        return place < 0 ? candidate.activeConnections() : flows[place].load(each);
    }

    /** Some of all are in the same order, so one is found a few steps behind its place among them. */
    private int place(Backend candidate, int index) {
        int size = all.size();
        for (int i = index; i < size; i++) {
            if (all.get(i) == candidate) {
                return i;
            }
        }
        for (int i = 0; i < Math.min(index, size); i++) {
            if (all.get(i) == candidate) {
                return i;
            }
        }
        return -1;
    }
}
