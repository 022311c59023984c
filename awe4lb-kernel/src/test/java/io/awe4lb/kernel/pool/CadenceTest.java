package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CadenceTest {

    private static final long SEED = 11;
    private static final Duration TWO = Duration.ofSeconds(2);

    /** The clock's zero means nothing. */
    private static final long NOW = -5_000_000_123L;

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    /** The latest of ten thousand. */
    private static double longestFirst(Duration interval, int backends) {
        var cadence = new Cadence(interval, new Random(SEED));
        return LongStream.generate(() -> cadence.first(NOW, backends) - NOW).limit(10_000).mapToDouble(CadenceTest::millis).max()
                .orElseThrow();
    }

    @Test
    void theFirstChecksOfManyBackendsAreSpreadOverAsManyMilliseconds() {
        assertEquals(1_000, longestFirst(TWO, 1_000), 10);
        assertEquals(2_000, longestFirst(TWO, 5_000), 20, "never over more than an interval");
    }

    @Test
    void theFirstChecksOfFewBackendsComeSoon() {
        assertEquals(100, longestFirst(TWO, 2), 1);
        assertEquals(10, longestFirst(Duration.ofMillis(10), 2), 0.1);
    }

    @Test
    void theFirstChecksAreSpreadEvenly() {
        var cadence = new Cadence(TWO, new Random(SEED));
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            tenths[(int) (millis(cadence.first(NOW, 5_000) - NOW) / 200)]++;
        }
        for (int tenth : tenths) {
            assertEquals(1_000, tenth, 150, "seed " + SEED);
        }
    }

    @Test
    void theIntervalIsKeptOnAverageAndVariesByUpToATwentieth() {
        var cadence = new Cadence(TWO, new Random(SEED));
        DoubleStream millis = LongStream.generate(() -> cadence.next(NOW, NOW) - NOW).limit(10_000).mapToDouble(CadenceTest::millis);
        var all = millis.summaryStatistics();
        assertEquals(2_000, all.getAverage(), 5, "seed " + SEED);
        assertTrue(all.getMin() >= 1_900 && all.getMax() <= 2_100, "seed " + SEED + ": " + all);
        assertTrue(all.getMax() - all.getMin() > 190, "seed " + SEED + ": " + all);
    }

    @Test
    void beingLateDoesNotAddUp() {
        var cadence = new Cadence(TWO, new Random(SEED));
        long due = NOW;
        for (int i = 0; i < 10_000; i++) {
            due = cadence.next(due, due + Duration.ofMillis(100).toNanos());
        }
        assertEquals(2_000, millis(due - NOW) / 10_000, 5, "seed " + SEED);
    }

    @Test
    void whatAMachineMissedThatStoodStillIsNotMadeUpFor() {
        long begun = NOW + Duration.ofHours(1).toNanos();
        assertEquals(2_000, millis(new Cadence(TWO, new Random(SEED)).next(NOW, begun) - begun), 100, "seed " + SEED);
    }

    @Test
    void whatIsDueWithinAMomentBeginsAtItsEnd() {
        var one = new Cadence(TWO, new Random(SEED));
        var other = new Cadence(TWO, new Random(SEED + 1));
        long moment = one.moment(NOW);
        assertEquals(moment, other.moment(moment), "the same for everybody");
        assertEquals(moment, other.moment(moment - Duration.ofMillis(24).toNanos()));
        assertEquals(moment + Duration.ofMillis(25).toNanos(), one.moment(moment + 1));
        assertTrue(moment >= NOW && moment - NOW < Duration.ofMillis(25).toNanos());
    }

    @Test
    void anIntervalHasEnoughMoments() {
        var often = new Cadence(Duration.ofMillis(8), new Random(SEED));
        long moment = often.moment(NOW);
        assertEquals(moment + Duration.ofMillis(8).toNanos() / Cadence.MOMENTS, often.moment(moment + 1));
        var always = new Cadence(Duration.ofNanos(1), new Random(SEED));
        assertEquals(NOW, always.moment(NOW));
    }
}
