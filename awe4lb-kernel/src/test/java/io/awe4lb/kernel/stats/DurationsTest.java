package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void bucketsBeginAndEndWhereTheContractSays() {
        assertEquals(0.0005, Buckets.CONNECT.seconds().getFirst());
        assertEquals(10, Buckets.CONNECT.seconds().getLast());
        assertEquals(0.01, Buckets.SESSION.seconds().getFirst());
        assertEquals(Duration.ofHours(24).toSeconds(), Buckets.SESSION.seconds().getLast());
    }

    @Test
    void boundsGrow() {
        for (Buckets buckets : Buckets.values()) {
            for (int i = 1; i < buckets.seconds().size(); i++) {
                assertTrue(buckets.seconds().get(i - 1) < buckets.seconds().get(i), buckets + " at " + i);
            }
        }
    }

    @Test
    void aBoundBelongsToItsOwnBucketAndWhatIsLongerToTheNext() {
        Durations durations = new Durations(Buckets.CONNECT);
        LongStream.of(0, 500_000, 500_001, 1_000_000, Duration.ofSeconds(10).toNanos(), Duration.ofSeconds(10).toNanos() + 1,
                Duration.ofDays(2).toNanos()).forEach(durations::add);
        DurationStats stats = DurationStats.of(Buckets.CONNECT, Stream.of(durations));
        assertArrayEquals(new long[] {2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2}, stats.counts());
    }

    @Test
    void loopsAreAddedUp() {
        Durations one = new Durations(Buckets.SESSION);
        one.add(Duration.ofMillis(1_500).toNanos());
        Durations other = new Durations(Buckets.SESSION);
        other.add(Duration.ofMillis(1_600).toNanos());
        other.add(Duration.ofMillis(5).toNanos());
        DurationStats stats = DurationStats.of(Buckets.SESSION, Stream.of(one, other));
        assertEquals(3.105, stats.seconds());
        assertEquals(3, LongStream.of(stats.counts()).sum());
        assertEquals(2, stats.counts()[Buckets.SESSION.seconds().indexOf(5.0)]);
    }

    @Test
    void withoutLoopsThereIsNothing() {
        DurationStats stats = DurationStats.of(Buckets.CONNECT, Stream.empty());
        assertEquals(Buckets.CONNECT.seconds().size() + 1, stats.counts().length);
        assertEquals(0, LongStream.of(stats.counts()).sum());
    }
}
