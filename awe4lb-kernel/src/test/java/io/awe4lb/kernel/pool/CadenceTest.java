package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CadenceTest {

    private static final long SEED = 11;
    private static final Duration TWO = Duration.ofSeconds(2);

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** The latest of ten thousand. */
    private static double longestFirst(Duration interval, int backends) {
        var cadence = new Cadence(interval, new Random(SEED));
        return Stream.generate(() -> cadence.first(backends)).limit(10_000).mapToDouble(CadenceTest::millis).max().orElseThrow();
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
            tenths[(int) (millis(cadence.first(5_000)) / 200)]++;
        }
        for (int tenth : tenths) {
            assertEquals(1_000, tenth, 150, "seed " + SEED);
        }
    }

    @Test
    void theIntervalIsKeptOnAverageAndVariesByUpToATwentieth() {
        var cadence = new Cadence(TWO, new Random(SEED));
        List<Duration> pauses = Stream.generate(cadence::next).limit(10_000).toList();
        DoubleStream millis = pauses.stream().mapToDouble(CadenceTest::millis);
        var all = millis.summaryStatistics();
        assertEquals(2_000, all.getAverage(), 5, "seed " + SEED);
        assertTrue(all.getMin() >= 1_900 && all.getMax() <= 2_100, "seed " + SEED + ": " + all);
        assertTrue(all.getMax() - all.getMin() > 190, "seed " + SEED + ": " + all);
    }
}
