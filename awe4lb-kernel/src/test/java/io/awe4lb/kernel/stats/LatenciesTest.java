package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final Subject ONE = Subject.backend("pool", "one");
    private static final Subject OTHER = Subject.backend("pool", "other");
    private static final Subject WEB = Subject.listener("web");
    private static final double NEARLY = 1e-9;

    private final Latencies latencies = new Latencies();
    private final Map<Subject, Durations> counters = new LinkedHashMap<>();

    private void connects(Subject subject, int count, long millis) {
        Durations durations = counters.computeIfAbsent(subject, _ -> new Durations(Buckets.CONNECT));
        for (int i = 0; i < count; i++) {
            durations.add(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private void sample() {
        latencies.sample(taker -> counters.forEach((subject, durations) -> {
            DurationStats stats = DurationStats.of(Buckets.CONNECT, Stream.of(durations));
            taker.take(subject, stats.count(), () -> stats);
        }));
    }

    private void samples(int count) {
        for (int i = 0; i < count; i++) {
            sample();
        }
    }

    @Test
    void whatWasCountedBeforeDoesNotCount() {
        connects(ONE, 5, 1);
        sample();
        assertEquals(Latency.NONE, latencies.now(ONE));
        connects(ONE, 3, 1);
        sample();
        assertEquals(3, latencies.now(ONE).count());
    }

    @Test
    void percentilesLieBetweenTheBoundsOfTheirBucket() {
        connects(ONE, 0, 1);
        sample();
        connects(ONE, 90, 2); // 1 to 2.5 ms
        connects(ONE, 10, 20); // 10 to 25 ms
        sample();
        Latency latency = latencies.now(ONE);
        assertEquals(0.001 + 0.0015 * 50 / 90, latency.p50(), NEARLY);
        assertEquals(0.010 + 0.015 * 5 / 10, latency.p95(), NEARLY);
        assertEquals(0.010 + 0.015 * 9 / 10, latency.p99(), NEARLY);
    }

    @Test
    void whatIsLongerThanEveryBoundCountsAsTheLastOne() {
        connects(ONE, 0, 1);
        sample();
        connects(ONE, 1, 60_000);
        sample();
        assertEquals(new Latency(1, 10, 10, 10), latencies.now(ONE));
    }

    @Test
    void aBackendIsPartOfItsPoolAndOfAllAndAListenerIsNot() {
        connects(ONE, 0, 1);
        connects(OTHER, 0, 1);
        connects(WEB, 0, 1);
        sample();
        connects(ONE, 1, 1);
        connects(OTHER, 2, 1);
        connects(WEB, 4, 1);
        sample();
        assertEquals("1 2 3 4 3", latencies.now(ONE).count() + " " + latencies.now(OTHER).count() + " "
                + latencies.now(Subject.pool("pool")).count() + " " + latencies.now(WEB).count() + " "
                + latencies.now(Subject.NONE).count());
    }

    @Test
    void tenSamplesAreLookedAtAndThenForgotten() {
        connects(ONE, 0, 1);
        sample();
        connects(ONE, 7, 1);
        samples(Latencies.SECONDS);
        assertEquals(7, latencies.now(ONE).count());
        sample();
        assertEquals(Latency.NONE, latencies.now(ONE));
    }

    @Test
    void aBackendThatBeginsAnewIsNotTakenForTheOldOne() {
        connects(ONE, 9, 1);
        sample();
        connects(ONE, 1, 1);
        sample();
        counters.clear();
        connects(ONE, 2, 1);
        sample();
        assertEquals(Latency.NONE, latencies.now(ONE));
        connects(ONE, 1, 1);
        sample();
        assertEquals(1, latencies.now(ONE).count());
    }

    @Test
    void whatIsGoneIsForgotten() {
        connects(ONE, 0, 1);
        sample();
        connects(ONE, 1, 1);
        sample();
        counters.clear();
        sample();
        assertEquals(Latency.NONE, latencies.now(ONE));
        assertEquals(Latency.NONE, latencies.now(Subject.NONE));
    }

    @Test
    void whereNobodySamplesNothingIsKnown() {
        connects(ONE, 0, 1);
        sample();
        connects(ONE, 1, 1);
        sample();
        latencies.clear();
        assertEquals(Latency.NONE, latencies.now(ONE));
    }
}
