package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weighing;
import static io.awe4lb.plugins.strategies.TestBackend.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoChoicesTest {

    /** A chi-square variable of three degrees of freedom is larger once in a million. */
    private static final double ONCE_IN_A_MILLION = 30.7;

    private final Strategy twoChoices = new TwoChoices(Picks.seeded(System.nanoTime()));

    @Test
    void theLessLoadedOfTwoServes() {
        assertPicks(Set.of("b"), named("a").with(3), named("b").with(2));
    }

    @Test
    void connectionsCountInProportionToWeight() {
        assertPicks(Set.of("a"), weighing("a", 10).with(19), weighing("b", 1).with(2));
        assertPicks(Set.of("b"), weighing("a", 10).with(21), weighing("b", 1).with(2));
        assertPicks(Set.of("b"), weighing("a", 65_535).with(65_535), weighing("b", 65_534).with(65_533));
    }

    /** Were one drawn twice, it would serve now and then. */
    @Test
    void theMostLoadedNeverServesBecauseTheOtherIsAnotherOne() {
        assertPicks(Set.of("b", "c"), weighing("a", 100).with(1_000), named("b").with(1), named("c").with(1));
    }

    @Test
    void everyPairIsDrawn() {
        assertPicks(Set.of("a", "b", "c"), named("a").with(1), named("b").with(2), named("c").with(3), named("d").with(4));
    }

    @Test
    void equalOnesAreDrawnInProportionToWeight() {
        Candidates all = Candidates.of(weights(1, 2, 3, 4));

        assertProportional(Picks.counted(40_000, twoChoices.prepare(all), all));
        assertProportional(Picks.counted(40_000, twoChoices, all));
    }

    @Test
    void someOfThemAreDrawnInProportionToWeight() {
        var all = weights(1, 2, 3, 4, 90);

        assertProportional(Picks.counted(40_000, Picks.prepared(twoChoices, all), Candidates.of(all.subList(0, 4))));
    }

    /** Drawn one by one, the fullest of ten would have some 15 more than its part as a rule. */
    @Test
    void openConnectionsEndUpNearlyEven() {
        var all = IntStream.range(0, 10).mapToObj(i -> named("b" + i)).toList();
        open(1_000, all);

        all.forEach(backend -> assertEquals(100, backend.activeConnections(), 5, backend::toString));
    }

    @Test
    void openConnectionsEndUpNearlyInProportionToWeight() {
        var all = weights(10, 20, 50, 20);
        open(1_000, all);

        for (int i = 0; i < all.size(); i++) {
            assertEquals(List.of(100, 200, 500, 200).get(i), all.get(i).activeConnections(), 25, all.get(i)::toString);
        }
    }

    @Test
    void weightZeroServesOnlyAmongItsLike() {
        assertPicks(Set.of("b"), weighing("a", 0), weighing("b", 1).with(1_000), weighing("c", 0));
        assertPicks(Set.of("a"), weighing("a", 0), weighing("b", 0).with(1));
    }

    @Test
    void onlyTheLowestPriorityServes() {
        assertPicks(Set.of("b"), named("a").at(2), named("b").at(1).with(1_000), named("c").at(3));
    }

    private void open(int connections, List<TestBackend> all) {
        Candidates candidates = Candidates.of(all);
        Strategy prepared = twoChoices.prepare(candidates);
        IntStream.range(0, connections).forEach(_ -> ((TestBackend) prepared.pick(candidates, Picks.ANYBODY)).opens());
    }

    private void assertPicks(Set<String> expected, TestBackend... backends) {
        Candidates all = candidates(backends);
        assertEquals(expected, Picks.counted(500, twoChoices.prepare(all), all).keySet());
        assertEquals(expected, Picks.counted(500, twoChoices, all).keySet());
    }

    private static void assertProportional(Map<String, Integer> counts) {
        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0)) < ONCE_IN_A_MILLION, counts::toString);
    }
}
