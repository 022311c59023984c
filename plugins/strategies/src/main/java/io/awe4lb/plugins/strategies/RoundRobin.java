package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One after the other, along a {@link Schedule} that is made once for each set of backends. Every pick takes the next turn from one counter
 * of the pool, so the cycle is exact however many threads pick; the counter goes on when the set changes.
 *
 * <p>Where only some of the set can be picked, the turns of the others are passed over for everybody: the rest are served as if the others
 * were not in the cycle.
 */
final class RoundRobin implements Strategy {

    /**
     * Turns that one pick passes over before it leaves the schedule. Reached only where weights are so uneven that one backend has hundreds
     * of turns in a row and cannot be picked.
     */
    private static final int MOST_PASSED_OVER = 1_024;

    private final AtomicLong turns;
    /** Turns of picks that the schedule does not help. Counted apart, so that they too are a cycle without gaps. */
    private final AtomicLong turnsBeside;
    private final Candidates all;
    private final Backend[] schedule;

    RoundRobin() {
        this(new AtomicLong(), new AtomicLong(), Candidates.of(List.of()));
    }

    private RoundRobin(AtomicLong turns, AtomicLong turnsBeside, Candidates all) {
        this.turns = turns;
        this.turnsBeside = turnsBeside;
        this.all = all;
        this.schedule = Schedule.of(all);
    }

    @Override
    public Strategy prepare(Candidates all) {
        return new RoundRobin(turns, turnsBeside, all);
    }

    @Override
    public @Nullable Backend pick(Candidates candidates, Client client) {
        int size = candidates.size();
        if (size <= 1) {
            return size == 0 ? null : candidates.get(0);
        }
        return candidates == all ? next() : nextAmong(candidates);
    }

    private Backend next() {
        return schedule[Math.floorMod(turns.getAndIncrement(), schedule.length)];
    }

    private Backend nextAmong(Candidates candidates) {
        int tier = Tier.of(candidates);
        for (int passedOver = 0; passedOver < MOST_PASSED_OVER; passedOver++) {
            // As many turns as the schedule has may all have been the others', where other threads took those between them.
            if (passedOver == schedule.length && !helps(candidates, tier)) {
                break;
            }
            Backend next = next();
            if (serves(next, candidates, tier)) {
                return next;
            }
        }
        return Tier.byShare(candidates, tier, turnsBeside.getAndIncrement());
    }

    private boolean helps(Candidates candidates, int tier) {
        for (Backend scheduled : schedule) {
            if (serves(scheduled, candidates, tier)) {
                return true;
            }
        }
        return false;
    }

    private static boolean serves(Backend scheduled, Candidates candidates, int tier) {
        return Tier.share(scheduled, tier) > 0 && candidates.contains(scheduled);
    }
}
