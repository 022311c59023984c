package io.awe4lb.kernel.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.spi.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatesTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
    private static final long START = -5_000_000_000L; // System.nanoTime() may be negative
    private static final Subject WEB = Subject.listener("web");
    private static final Subject ONE = Subject.backend("pool", "one");
    private static final Subject OTHER = Subject.backend("pool", "other");

    private final Rates rates = new Rates();
    private final Map<Subject, Traffic> counters = new LinkedHashMap<>();
    private final Map<Subject, Gauges> gauges = new HashMap<>();

    /** @param seconds since the begin */
    private void sample(double seconds) {
        long nanos = (long) (seconds * 1e9);
        rates.sample(BEGIN.plusNanos(nanos), START + nanos, counters::forEach, subject -> gauges.getOrDefault(subject, Gauges.NONE));
    }

    private void counts(Subject subject, long connections) {
        counters.put(subject, new Traffic(connections, connections * 10, connections * 100, connections * 2));
    }

    private static Rate rate(double connections) {
        return new Rate(connections, connections * 10, connections * 100, connections * 2);
    }

    private static Moment moment(double connections) {
        return new Moment(rate(connections), Gauges.NONE);
    }

    private static List<Rate> rates(RateHistory history) {
        return history.moments().stream().map(Moment::rate).toList();
    }

    private RateHistory seconds(Subject subject) {
        return rates.history(subject, true);
    }

    private RateHistory tens(Subject subject) {
        return rates.history(subject, false);
    }

    @Test
    void whatWasCountedBeforeIsNoRate() {
        counts(WEB, 1_000_000);
        sample(0);
        assertEquals(Rate.NONE, rates.now(WEB));
        counts(WEB, 1_000_007);
        sample(1);
        assertEquals(rate(7), rates.now(WEB));
        assertEquals(new RateHistory(BEGIN, Duration.ofSeconds(1), List.of(moment(7))), seconds(WEB));
    }

    @Test
    void aBackendIsPartOfItsPoolAndAListenerOfAll() {
        counts(WEB, 0);
        counts(ONE, 0);
        counts(OTHER, 0);
        sample(0);
        counts(WEB, 5);
        counts(ONE, 3);
        counts(OTHER, 1);
        sample(1);
        assertEquals(rate(4), rates.now(Subject.pool("pool")));
        assertEquals(rate(5), rates.now(Subject.NONE));
    }

    @Test
    void aSampleThatComesLateIsSpreadOverItsSeconds() {
        counts(WEB, 0);
        sample(0.5);
        counts(WEB, 40);
        sample(4.5);
        assertEquals(new RateHistory(BEGIN.plusMillis(500), Duration.ofSeconds(1), Collections.nCopies(4, moment(10))), seconds(WEB));
    }

    @Test
    void aSampleThatComesEarlyIsOneWithTheNext() {
        counts(WEB, 0);
        sample(0);
        counts(WEB, 4);
        sample(0.99);
        assertEquals(List.of(), rates(seconds(WEB)));
        counts(WEB, 6);
        sample(1.5);
        assertEquals(List.of(rate(4)), rates(seconds(WEB)));
        assertEquals(BEGIN, seconds(WEB).begin());
    }

    @Test
    void tensAreTheMeanOfThoseThatHaveEnded() {
        counts(WEB, 0);
        sample(0);
        for (int second = 1; second <= 25; second++) {
            counts(WEB, second <= 10 ? second : 10 + 5L * (second - 10));
            sample(second);
        }
        RateHistory tens = tens(WEB);
        assertEquals(Duration.ofSeconds(10), tens.step());
        assertEquals(BEGIN, tens.begin());
        assertEquals(2, rates(tens).size());
        assertEquals(1, rates(tens).get(0).connections(), 1e-5);
        assertEquals(5, rates(tens).get(1).connections(), 1e-5);
    }

    @Test
    void fifteenMinutesAreKept() {
        counts(WEB, 0);
        sample(0);
        for (int second = 1; second <= 2_000; second++) {
            counts(WEB, second * (second + 1L) / 2); // a second more each second
            sample(second);
        }
        RateHistory seconds = seconds(WEB);
        assertEquals(BEGIN.plusSeconds(1_100), seconds.begin());
        assertEquals(IntStream.rangeClosed(1_101, 2_000).mapToObj(RatesTest::rate).toList(), rates(seconds));
        RateHistory tens = tens(WEB);
        assertEquals(BEGIN.plusSeconds(1_100), tens.begin());
        assertEquals(90, rates(tens).size());
        assertEquals(1_105.5, rates(tens).getFirst().connections(), 0.01);
        assertEquals(1_995.5, rates(tens).getLast().connections(), 0.01);
    }

    @Test
    void onlyWhatIsNotKnownYetIsTold() {
        counts(WEB, 0);
        sample(0);
        for (int second = 1; second <= 5; second++) {
            counts(WEB, second * (second + 1L) / 2);
            sample(second);
        }
        assertEquals(new RateHistory(BEGIN.plusSeconds(3), Duration.ofSeconds(1), List.of(moment(4), moment(5))),
                seconds(WEB).after(BEGIN.plusSeconds(3)));
        assertEquals(5, rates(seconds(WEB).after(BEGIN.minusSeconds(100))).size());
        assertEquals(List.of(), rates(seconds(WEB).after(BEGIN.plusSeconds(100))));
    }

    @Test
    void whatIsGoneIsForgottenAndComesBackWithoutASpike() {
        counts(ONE, 100);
        counts(OTHER, 0);
        sample(0);
        counts(ONE, 150);
        sample(1);
        counters.remove(ONE);
        sample(2);
        assertEquals(List.of(Rate.NONE, Rate.NONE), rates(seconds(ONE)));
        assertEquals(List.of(rate(50), Rate.NONE), rates(seconds(Subject.pool("pool"))));
        counts(ONE, 170); // its counters went on meanwhile
        sample(3);
        counts(ONE, 171);
        sample(4);
        assertEquals(List.of(Rate.NONE, Rate.NONE, Rate.NONE, rate(1)), rates(seconds(ONE)));
        assertEquals(List.of(rate(50), Rate.NONE, Rate.NONE, rate(1)), rates(seconds(Subject.pool("pool"))));
    }

    @Test
    void countersThatBeginAnewAreNoSpike() {
        counts(ONE, 100);
        sample(0);
        counts(ONE, 3);
        sample(1);
        counts(ONE, 5);
        sample(2);
        assertEquals(List.of(Rate.NONE, rate(2)), rates(seconds(ONE)));
    }

    @Test
    void afterTheMostThingsSecondsAreNotKeptButTensAre() {
        int count = Rates.MOST_WITH_SECONDS + 1;
        IntStream.range(0, count).forEach(i -> counts(Subject.listener("l" + i), 0));
        sample(0);
        IntStream.range(0, count).forEach(i -> counts(Subject.listener("l" + i), 10));
        sample(10);
        assertEquals(Duration.ofSeconds(1), seconds(Subject.listener("l0")).step());
        RateHistory late = seconds(Subject.listener("l256"));
        assertEquals(Duration.ofSeconds(10), late.step());
        assertEquals(1, rates(late).getFirst().connections(), 1e-5);
        assertEquals(Duration.ofSeconds(1), seconds(Subject.NONE).step(), "all together are always kept");
    }

    @Test
    void howItStoodIsKeptBesideIt() {
        counts(WEB, 0);
        sample(0);
        for (int second = 1; second <= 20; second++) {
            gauges.put(WEB, second <= 15 ? new Gauges(second, 0.5, 0.25 * second) : new Gauges(3, 0, 0));
            sample(second);
        }
        assertEquals(new Gauges(7, 0.5, 1.75), seconds(WEB).moments().get(6).gauges());
        assertEquals(new Gauges(3, 0, 0), seconds(WEB).moments().getLast().gauges());
        assertEquals(List.of(new Gauges(10, 0.5, 2.5), new Gauges(3, 0, 0)), tens(WEB).moments().stream().map(Moment::gauges).toList());
        assertEquals(Collections.nCopies(20, Rate.NONE), rates(seconds(WEB)));
    }

    @Test
    void whoLivesWithoutASoundIsNotForgotten() {
        counts(WEB, 0);
        sample(0);
        gauges.put(WEB, new Gauges(1, 0, 0));
        IntStream.rangeClosed(1, 4).forEach(part -> sample(part * 600));
        assertEquals(1, seconds(WEB).moments().getFirst().gauges().active());
    }

    @Test
    void whatIsQuietForLongGivesItsPlaceToOthers() {
        int count = Rates.MOST_WITH_SECONDS;
        IntStream.range(0, count).forEach(i -> counts(Subject.listener("l" + i), 0));
        counts(WEB, 0);
        sample(0);
        IntStream.range(0, count).forEach(i -> counts(Subject.listener("l" + i), 10));
        sample(1);
        sample(600);
        sample(1_200);
        counts(WEB, 10);
        sample(1_201);
        assertEquals(Duration.ofSeconds(1), seconds(WEB).step());
        assertEquals(rate(10), rates(seconds(WEB)).getLast());
    }

    @Test
    void afterAPauseLongerThanWhatIsKeptItBeginsAnew() {
        counts(WEB, 0);
        sample(0);
        counts(WEB, 1_000_000);
        sample(10_000);
        assertEquals(List.of(), rates(seconds(WEB)));
        counts(WEB, 1_000_001);
        sample(10_001);
        assertEquals(List.of(rate(1)), rates(seconds(WEB)));
    }

    @Test
    void nothingIsKnownWhereNobodySamples() {
        assertEquals(List.of(), rates(seconds(WEB)));
        counts(WEB, 0);
        sample(0);
        counts(WEB, 5);
        sample(1);
        rates.clear();
        assertEquals(Rate.NONE, rates.now(WEB));
        assertEquals(List.of(), rates(tens(Subject.NONE)));
    }

    @Test
    void anErrorIsWhatNeitherTheClientNorAnOperatorWanted() {
        var listener = new ListenerCounters();
        listener.accepted();
        listener.moved(3, 4);
        for (EndReason reason : List.of(EndReason.NORMAL, EndReason.CLIENT_RESET, EndReason.KILLED_BY_ADMIN, EndReason.BACKEND_RESET,
                EndReason.NO_BACKEND)) {
            listener.closed(reason);
        }
        assertEquals(new Traffic(1, 3, 4, 2), ListenerStats.traffic(List.of(listener)));
        var backend = new BackendCounters();
        backend.connected(0);
        backend.moved(5, 6);
        backend.connectFailed(EndReason.BACKEND_REFUSED);
        backend.connectFailed(EndReason.BACKEND_CONNECT_TIMEOUT);
        assertEquals(new Traffic(2, 10, 12, 4), BackendStats.traffic(List.of(backend, backend)));
    }
}
