package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weighing;
import static io.awe4lb.plugins.strategies.TestBackend.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeastBandwidthTest {

    private static final Duration HALF_LIFE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int MEGABYTE = 1_000_000;

    private final AtomicLong clock = new AtomicLong(System.nanoTime());
    private final Strategy leastBandwidth = new LeastBandwidth(Picks.seeded(System.nanoTime()), clock::get, HALF_LIFE);

    @Test
    void theOneThatMovesLeastServes() {
        var a = named("a");
        var b = named("b");
        var c = named("c");
        Candidates all = candidates(a, b, c);
        Strategy prepared = leastBandwidth.prepare(all);
        a.moves(3 * MEGABYTE);
        b.moves(MEGABYTE);
        c.moves(2 * MEGABYTE);
        passes(LOOK);

        assertEquals("b", Picks.inARow(1, prepared, all));
    }

    @Test
    void bytesCountInProportionToWeight() {
        assertPicksAfter(19, 2, "a");
        assertPicksAfter(21, 2, "b");
    }

    private void assertPicksAfter(int megabytesOfA, int megabytesOfB, String expected) {
        var a = weighing("a", 10);
        var b = weighing("b", 1);
        Candidates all = candidates(a, b);
        Strategy prepared = leastBandwidth.prepare(all);
        a.moves(megabytesOfA * MEGABYTE);
        b.moves(megabytesOfB * MEGABYTE);
        passes(LOOK);
        assertEquals(expected, Picks.inARow(1, prepared, all));
    }

    @Test
    void whatWasMovedBeforeItWasAMemberIsNotBandwidth() {
        var a = named("a");
        var b = named("b");
        a.moves(1_000L * MEGABYTE);
        Candidates all = candidates(a, b);
        Strategy prepared = leastBandwidth.prepare(all);
        b.moves(MEGABYTE);
        passes(LOOK);

        assertEquals("a", Picks.inARow(1, prepared, all));
    }

    /** a moved 4 MB/s for long and stopped two half-lives ago: 1 MB/s is left of it. */
    @Test
    void thePastCountsHalfAfterEachHalfLife() {
        assertEquals("a", afterTwoHalfLives(1_100_000));
        assertEquals("b", afterTwoHalfLives(900_000));
    }

    private String afterTwoHalfLives(int bytesASecondOfB) {
        var a = named("a").with(1);
        var b = named("b").with(1);
        Candidates all = candidates(a, b);
        Strategy prepared = leastBandwidth.prepare(all);
        looks(20 * HALF_LIFE.toSeconds(), prepared, () -> {
            a.moves(4 * MEGABYTE);
            b.moves(bytesASecondOfB);
        });
        looks(2 * HALF_LIFE.toSeconds(), prepared, () -> b.moves(bytesASecondOfB));
        return Picks.inARow(1, prepared, all);
    }

    /** Picks nobody: only asks for something that it was not prepared for, so that the pool looks at its backends. */
    private void looks(long seconds, Strategy prepared, Runnable eachSecond) {
        Candidates strangers = candidates(named("x"), named("y"));
        for (long i = 0; i < seconds; i++) {
            eachSecond.run();
            passes(Duration.ofSeconds(1));
            prepared.pick(strangers, Picks.ANYBODY);
        }
    }

    @Test
    void whereNothingMovesConnectionsAreSpreadByWeightExactly() {
        var all = weights(1, 2, 5);

        assertEquals(Map.of("a", 100, "b", 200, "c", 500), Picks.counted(800, Picks.prepared(leastBandwidth, all), Candidates.of(all)));
    }

    @Test
    void aCrowdBetweenTwoLooksDoesNotGoToOneBackend() {
        var all = List.of(named("a").with(10), named("b").with(10), named("c").with(10));
        Candidates candidates = Candidates.of(all);
        Strategy prepared = leastBandwidth.prepare(candidates);
        all.get(0).moves(1_000);
        all.get(1).moves(2_000);
        all.get(2).moves(3_000);
        passes(LOOK);

        var counts = Picks.counted(300, prepared, candidates);

        assertEquals(Set.of("a", "b", "c"), counts.keySet());
        counts.values().forEach(count -> assertEquals(100, count, 10, counts::toString));
    }

    /** 600 streams that begin one after the other and do not end. */
    @Test
    void streamsEndUpEven() {
        var all = List.of(named("a"), named("b"), named("c"), named("d"));
        open(600, all);

        all.forEach(backend -> assertEquals(150, backend.activeConnections(), 8, () -> backend + " of " + connections(all)));
    }

    @Test
    void streamsEndUpInProportionToWeight() {
        var all = weights(1, 2, 5);
        open(800, all);

        assertEquals(100, all.get(0).activeConnections(), 8, () -> connections(all));
        assertEquals(200, all.get(1).activeConnections(), 8, () -> connections(all));
        assertEquals(500, all.get(2).activeConnections(), 10, () -> connections(all));
    }

    /** One of a's connections moves as much as 200 others, which least-connections would not see. */
    @Test
    void aHeavyConnectionCountsForWhatItMoves() {
        var all = List.of(named("a").with(1), named("b").with(0), named("c").with(0));
        Candidates candidates = Candidates.of(all);
        Strategy prepared = leastBandwidth.prepare(candidates);
        for (int i = 0; i < 300; i++) {
            passes(LOOK);
            all.get(0).moves(20 * MEGABYTE);
            all.forEach(backend -> backend.moves(backend.activeConnections() * 100_000L));
            ((TestBackend) prepared.pick(candidates, Picks.ANYBODY)).opens();
        }

        assertTrue(all.get(0).activeConnections() < 10, () -> connections(all));
        assertEquals(all.get(1).activeConnections(), all.get(2).activeConnections(), 10, () -> connections(all));
    }

    @Test
    void aChangeOfTheSetForgetsNothing() {
        var a = named("a").with(1);
        var b = named("b").with(1);
        Candidates before = candidates(a, b);
        Strategy prepared = leastBandwidth.prepare(before);
        a.moves(5 * MEGABYTE);
        passes(LOOK);
        assertEquals("b", Picks.inARow(1, prepared, before));

        var c = named("c");
        Candidates after = candidates(a, c);
        Strategy preparedAgain = leastBandwidth.prepare(after);
        c.moves(10_000);
        passes(LOOK);
        assertEquals("c", Picks.inARow(1, preparedAgain, after));
    }

    @Test
    void picksAmongSomeByTheSameRates() {
        var all = List.of(named("a"), named("b"), named("c"), named("d"));
        Strategy prepared = Picks.prepared(leastBandwidth, all);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).moves((i + 1L) * MEGABYTE);
        }
        passes(LOOK);

        assertEquals("b", Picks.inARow(1, prepared, candidates(all.get(1), all.get(3))));
        assertEquals("c", Picks.inARow(1, prepared, candidates(all.get(3), all.get(2))));
    }

    @Test
    void weightZeroServesOnlyAmongItsLike() {
        assertEquals(Set.of("b"), Picks.counted(50, leastBandwidth, candidates(weighing("a", 0), weighing("b", 1).with(1_000))).keySet());
    }

    @Test
    void onlyTheLowestPriorityServes() {
        Candidates all = candidates(named("a").at(2), named("b").at(1), named("c").at(3));

        assertEquals(Set.of("b"), Picks.counted(50, leastBandwidth.prepare(all), all).keySet());
    }

    @Test
    void picksOfManyThreadsAreAllCounted() throws InterruptedException {
        var all = weights(1, 1, 2);
        Candidates candidates = Candidates.of(all);
        Strategy prepared = leastBandwidth.prepare(candidates);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> IntStream.range(0, 1_000).forEach(_ -> {
                clock.addAndGet(1_000_000);
                ((TestBackend) prepared.pick(candidates, Picks.ANYBODY)).opens();
            })));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(4_000, all.stream().mapToInt(TestBackend::activeConnections).sum());
        assertEquals(2_000, all.get(2).activeConnections(), 400, () -> connections(all));
    }

    /** Each moves 100 kB from look to look. */
    private void open(int streams, List<TestBackend> all) {
        Candidates candidates = Candidates.of(all);
        Strategy prepared = leastBandwidth.prepare(candidates);
        for (int i = 0; i < streams; i++) {
            passes(LOOK);
            all.forEach(backend -> backend.moves(backend.activeConnections() * 100_000L));
            ((TestBackend) prepared.pick(candidates, Picks.ANYBODY)).opens();
        }
    }

    private static String connections(List<TestBackend> all) {
        return all.stream().map(backend -> backend + " " + backend.activeConnections()).toList().toString();
    }

    private void passes(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
