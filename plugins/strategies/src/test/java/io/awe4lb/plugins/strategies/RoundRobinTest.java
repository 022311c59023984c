package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weighing;
import static io.awe4lb.plugins.strategies.TestBackend.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Strategy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    private static final int THREADS = 4;

    private final Strategy roundRobin = new RoundRobin();

    @Test
    void servesOneAfterTheOther() {
        Candidates all = candidates(named("a"), named("b"), named("c"));

        assertEquals("a b c a b c a", Picks.inARow(7, roundRobin.prepare(all), all));
    }

    @Test
    void servesSmoothlyWhereWeightsDiffer() {
        Candidates all = Candidates.of(weights(5, 1, 1));

        assertEquals("a a b a c a a a a b a c a a", Picks.inARow(14, roundRobin.prepare(all), all));
    }

    @Test
    void goesOnWhereItWasWhenTheSetChanges() {
        var backends = List.of(named("a"), named("b"), named("c"), named("d"));
        Candidates before = Candidates.of(backends.subList(0, 3));
        Candidates after = Candidates.of(backends);

        assertEquals("a b", Picks.inARow(2, roundRobin.prepare(before), before));
        assertEquals("c d a b", Picks.inARow(4, roundRobin.prepare(after), after));
    }

    @Test
    void twoPoolsDoNotShareTheirPosition() {
        Candidates all = candidates(named("a"), named("b"));
        Strategy one = new RoundRobin().prepare(all);
        Strategy other = new RoundRobin().prepare(all);

        assertEquals("a", Picks.inARow(1, one, all));
        assertEquals("a b", Picks.inARow(2, other, all));
        assertEquals("b", Picks.inARow(1, one, all));
    }

    @Test
    void passesOverThoseThatCannotBePicked() {
        var all = weights(1, 1, 1);
        Strategy prepared = Picks.prepared(roundRobin, all);

        assertEquals("b c b c b c", Picks.inARow(6, prepared, Candidates.of(all.subList(1, 3))));
    }

    @Test
    void keepsTheSmoothOrderAmongSome() {
        var all = weights(5, 2, 1);
        Strategy prepared = Picks.prepared(roundRobin, all);

        assertEquals("b c b b c b", Picks.inARow(6, prepared, Candidates.of(all.subList(1, 3))));
    }

    @Test
    void aRetryTakesTheNextTurnAndTheCycleGoesOn() {
        var all = weights(1, 1, 1);
        Candidates everybody = Candidates.of(all);
        Strategy prepared = roundRobin.prepare(everybody);

        assertEquals("a", Picks.inARow(1, prepared, everybody));
        assertEquals("b", Picks.inARow(1, prepared, Candidates.of(all.subList(1, 3))));
        assertEquals("c a b", Picks.inARow(3, prepared, everybody));
    }

    @Test
    void leavesTheScheduleWhenAHugeWeightCannotBePicked() {
        var all = weights(65_535, 2, 1, 1);
        Strategy prepared = Picks.prepared(roundRobin, all);

        var counts = Picks.counted(4_000, prepared, Candidates.of(all.subList(1, 4)));

        assertEquals(4_000, counts.values().stream().mapToInt(Integer::intValue).sum());
        counts.forEach((id, count) -> assertEquals("b".equals(id) ? 2_000 : 1_000, count, 10, id));
    }

    @Test
    void cyclesThoughNeverPrepared() {
        assertEquals(Map.of("a", 50, "b", 30, "c", 20), Picks.counted(100, roundRobin, Candidates.of(weights(5, 3, 2))));
        assertEquals("a b c a b c", Picks.inARow(6, new RoundRobin(), Candidates.of(weights(1, 1, 1))));
    }

    @Test
    void weightZeroServesOnlyAmongItsLike() {
        var all = weights(0, 2, 0, 1);
        Candidates everybody = Candidates.of(all);
        Strategy prepared = roundRobin.prepare(everybody);

        assertEquals("b d b b d b", Picks.inARow(6, prepared, everybody));
        assertEquals("a c a c", Picks.inARow(4, prepared, candidates(all.get(0), all.get(2))));
    }

    @Test
    void onlyTheLowestPriorityServes() {
        var third = named("d").at(3);
        var fourth = weighing("e", 3).at(3);
        Candidates mixed = candidates(named("a").at(2), named("b").at(1), named("c").at(1), third, fourth);
        Strategy prepared = roundRobin.prepare(mixed);

        assertEquals("b c b c", Picks.inARow(4, prepared, mixed));
        assertEquals(Map.of("d", 1, "e", 3), Picks.counted(4, prepared, candidates(third, fourth)));
        assertEquals("b c b c", Picks.inARow(4, new RoundRobin(), mixed));
    }

    @Test
    void countsAreExactHoweverManyThreadsPick() throws InterruptedException {
        Candidates all = Candidates.of(weights(5, 1, 1));

        var counts = pickedBy(THREADS, 70_000, roundRobin.prepare(all), all);

        assertEquals(Map.of("a", 5 * 40_000L, "b", 40_000L, "c", 40_000L), counts);
    }

    @Test
    void countsAreExactAmongSomeHoweverManyThreadsPick() throws InterruptedException {
        var all = weights(1, 1, 1, 1);

        var counts = pickedBy(THREADS, 30_000, Picks.prepared(roundRobin, all), Candidates.of(all.subList(1, 4)));

        long most = counts.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        long fewest = counts.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        assertEquals(120_000, counts.values().stream().mapToLong(Long::longValue).sum());
        assertTrue(most - fewest <= 1, counts::toString);
    }

    @Test
    void countsAreExactThoughOthersPickWhileOneIsPassedOver() {
        var all = weights(1, 1, 1, 1);
        Strategy prepared = Picks.prepared(roundRobin, all);
        Candidates some = Candidates.of(all.subList(1, 4));
        var counts = new TreeMap<String, Integer>();
        var rounds = new AtomicInteger(20);
        var looking = new AtomicBoolean();
        all.getFirst().meanwhile(() -> {
            if (rounds.get() > 0 && looking.compareAndSet(false, true)) {
                rounds.decrementAndGet();
                Picks.counted(3, prepared, some).forEach((id, picks) -> counts.merge(id, picks, Integer::sum));
                looking.set(false);
            }
        });

        Picks.counted(3, prepared, some).forEach((id, picks) -> counts.merge(id, picks, Integer::sum));

        assertEquals(0, rounds.get());
        assertEquals(Map.of("b", 21, "c", 21, "d", 21), counts);
    }

    private static Map<String, Long> pickedBy(int threads, int each, Strategy strategy, Candidates candidates) throws InterruptedException {
        var counts = new ConcurrentHashMap<Backend, LongAdder>();
        List<Thread> running = IntStream.range(0, threads).mapToObj(_ -> Thread.ofPlatform().start(() -> {
            for (int i = 0; i < each; i++) {
                counts.computeIfAbsent(strategy.pick(candidates, Picks.ANYBODY), _ -> new LongAdder()).increment();
            }
        })).toList();
        for (Thread thread : running) {
            thread.join();
        }
        return counts.entrySet().stream().collect(Collectors.toMap(entry -> entry.getKey().id(), entry -> entry.getValue().sum()));
    }
}
