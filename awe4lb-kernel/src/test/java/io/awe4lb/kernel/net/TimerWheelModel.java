package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Does the same random things to a wheel and to a plain list of timers, and holds the one against the other. Times are held as distances
 * from the wheel's start, because the nano clock may begin anywhere and overflow.
 */
final class TimerWheelModel {

    private static final long TICK = 1 << 20;
    private static final long LONGEST_DELAY = Duration.ofDays(365).toNanos();
    private static final long LONGEST_STEP = Duration.ofHours(12).toNanos();

    private final long seed;
    private final Random random;
    private final long start;
    private final TimerWheel wheel;
    private final Modelled[] timers;
    /** Of the model; the time that {@code advance} was given while it runs. */
    private long now;

    TimerWheelModel(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.start = random.nextLong();
        this.wheel = new TimerWheel(start);
        this.timers = IntStream.range(0, 1 + random.nextInt(40)).mapToObj(_ -> new Modelled()).toArray(Modelled[]::new);
    }

    private final class Modelled extends Timer {
        boolean scheduled;
        /** When it was to be called; not before it was scheduled. */
        long due;

        void schedule(long at) {
            wheel.schedule(this, start + at);
            scheduled = true;
            due = Math.max(at, now);
        }

        void cancel() {
            wheel.cancel(this);
            scheduled = false;
        }

        @Override
        protected void onTimeout() {
            assertTrue(scheduled, () -> "fired without being scheduled" + situation());
            assertTrue(due <= now, () -> "fired " + (due - now) + " ns early" + situation());
            scheduled = false;
            if (random.nextInt(3) == 0) {
                act();
            }
        }
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            if (random.nextInt(3) == 0) {
                now += magnitude(LONGEST_STEP);
                wheel.advance(start + now);
                nobodyIsLate();
            } else {
                act();
            }
            theLoopDoesNotOversleep();
        }
    }

    /** Something that a connection does, from outside or from within a timeout. */
    private void act() {
        Modelled timer = timers[random.nextInt(timers.length)];
        switch (random.nextInt(8)) {
            case 0, 1 -> timer.cancel();
            case 2 -> timer.schedule(now - magnitude(LONGEST_STEP));
            case 3 -> timer.schedule(now + aroundTheEndOfALevel());
            default -> timer.schedule(now + magnitude(LONGEST_DELAY));
        }
    }

    private void nobodyIsLate() {
        for (Modelled timer : timers) {
            assertTrue(!timer.scheduled || now - timer.due < TICK, () -> "a timer is " + (now - timer.due) + " ns late" + situation());
        }
    }

    private void theLoopDoesNotOversleep() {
        long sleep = wheel.nanosToNext(start + now);
        long nearest = Arrays.stream(timers).filter(timer -> timer.scheduled).mapToLong(timer -> timer.due).min().orElse(Long.MAX_VALUE);
        if (nearest == Long.MAX_VALUE) {
            assertEquals(Long.MAX_VALUE, sleep, this::situation);
        } else {
            assertTrue(sleep >= 0 && now + sleep - nearest <= TICK, () -> "sleeps " + sleep + " ns with a timer before" + situation());
        }
    }

    /** From a nanosecond to the longest, each power of two as likely as the others. */
    private long magnitude(long longest) {
        return Math.min(longest, random.nextLong(1L << 1 + random.nextInt(56)));
    }

    private long aroundTheEndOfALevel() {
        return Math.min(LONGEST_DELAY, (TICK << random.nextInt(36)) + random.nextInt(-1, 2));
    }

    private String situation() {
        return " (seed " + seed + ", " + now + " ns after the start)";
    }
}
