package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final long MS = 1_000_000;
    private static final long SLOT = 1L << 30;

    private final Rounds rounds = new Rounds(0);

    private void round(long begin, long end) {
        rounds.begin(begin);
        rounds.end(end);
    }

    private Load at(long now) {
        return rounds.read(() -> now);
    }

    @Test
    void aLoopThatHasNotRunIsIdle() {
        assertEquals(new Load(0, Duration.ZERO, 0, Duration.ZERO), at(5 * MS));
    }

    @Test
    void busyIsTheTimeBetweenWakingUpAndSleeping() {
        round(10 * MS, 11 * MS);
        round(50 * MS, 59 * MS);
        assertEquals(new Load(2, Duration.ofMillis(10), 0.1, Duration.ofMillis(9)), at(100 * MS));
    }

    @Test
    void aRoundThatGoesOnCountsAlready() {
        round(10 * MS, 20 * MS);
        rounds.begin(60 * MS);
        assertEquals(new Load(1, Duration.ofMillis(50), 0.5, Duration.ofMillis(40)), at(100 * MS));
        rounds.end(110 * MS);
        assertEquals(new Load(2, Duration.ofMillis(60), 0.5, Duration.ofMillis(50)), at(120 * MS));
    }

    @Test
    void anEndWithoutABeginIsNoRound() {
        rounds.end(100 * MS);
        assertEquals(0, at(100 * MS).rounds());
    }

    @Test
    void whatWasLongAgoIsForgottenButForTheSums() {
        round(0, SLOT / 2);
        long later = 20 * SLOT;
        round(later, later + 4 * MS);
        Load load = at(later + 4 * MS);
        assertEquals(Duration.ofMillis(4), load.longestRound());
        assertEquals(Duration.ofNanos(SLOT / 2 + 4 * MS), load.busy());
        assertEquals(4.0 * MS / (15 * SLOT + 4 * MS), load.busyRatio(), 1e-12);
    }

    @Test
    void aLoopThatSleepsForLongIsIdle() {
        for (long slot = 0; slot < 40; slot++) {
            round(slot * SLOT, slot * SLOT + SLOT / 2);
        }
        assertEquals(0.5, at(40 * SLOT).busyRatio(), 0.04);
        assertEquals(new Load(40, Duration.ofNanos(20 * SLOT), 0, Duration.ZERO), at(100 * SLOT));
    }

    @Test
    void aSecondThatCameRoundAgainIsAnother() {
        round(3 * SLOT, 3 * SLOT + 900 * MS);
        long again = 35 * SLOT; // the same place of the ring
        round(again, again + MS);
        assertEquals(Duration.ofMillis(1), at(again + 2 * MS).longestRound());
    }

    @Test
    void aRoundOfManySecondsIsNoMoreThanAllTime() {
        round(SLOT, 30 * SLOT);
        assertEquals(1.0, at(30 * SLOT).busyRatio());
    }

    /** One thread is the loop, whose clock is this counter; the other reads all the time. */
    @Test
    void whatIsReadNeverGoesBack() throws InterruptedException {
        AtomicLong clock = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        Thread loop = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                rounds.begin(clock.addAndGet(1_000));
                rounds.end(clock.addAndGet(700));
            }
        });
        try {
            Load last = rounds.read(clock::get);
            for (int i = 0; i < 200_000; i++) {
                Load next = rounds.read(clock::get);
                assertTrue(next.busy().compareTo(last.busy()) >= 0 && next.rounds() >= last.rounds(), last + " then " + next);
                last = next;
            }
        } finally {
            over.set(true);
            loop.join();
        }
    }
}
