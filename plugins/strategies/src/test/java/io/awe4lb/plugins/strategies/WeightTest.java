package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weighing;
import static io.awe4lb.plugins.strategies.TestBackend.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Strategy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightTest {

    /** A chi-square variable of three degrees of freedom is larger once in a million. */
    private static final double ONCE_IN_A_MILLION = 30.7;

    private final Strategy weight = new Weight(Picks.seeded(System.nanoTime()));

    @Test
    void picksInProportionToWeight() {
        Candidates all = Candidates.of(weights(1, 2, 3, 4));

        var counts = Picks.counted(40_000, weight.prepare(all), all);

        assertProportional(counts);
    }

    @Test
    void picksInProportionFromASetThatItWasNotPreparedFor() {
        var all = weights(1, 9, 2, 3, 4);
        Candidates withoutB = candidates(all.get(0), all.get(2), all.get(3), all.get(4));

        var counts = Picks.counted(40_000, Picks.prepared(weight, all), withoutB);

        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "c", 2.0, "d", 3.0, "e", 4.0)) < ONCE_IN_A_MILLION, counts::toString);
    }

    @Test
    void picksInProportionThoughNeverPrepared() {
        assertProportional(Picks.counted(40_000, weight, Candidates.of(weights(1, 2, 3, 4))));
    }

    @Test
    void weightZeroBesideOthersGetsNothing() {
        Candidates all = Candidates.of(weights(0, 1, 0, 1, 0));

        assertEquals(Set.of("b", "d"), Picks.counted(1_000, weight.prepare(all), all).keySet());
        assertEquals(Set.of("b", "d"), Picks.counted(1_000, weight, all).keySet());
    }

    @Test
    void allOfWeightZeroIsEven() {
        Candidates all = Candidates.of(weights(0, 0, 0, 0));

        var counts = Picks.counted(40_000, weight.prepare(all), all);

        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 1.0, "c", 1.0, "d", 1.0)) < ONCE_IN_A_MILLION, counts::toString);
    }

    @Test
    void backendsWithoutAWeightAreEven() {
        Candidates all = candidates(named("a"), named("b"), named("c"), named("d"));

        var counts = Picks.counted(40_000, weight.prepare(all), all);

        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 1.0, "c", 1.0, "d", 1.0)) < ONCE_IN_A_MILLION, counts::toString);
    }

    @Test
    void onlyTheLowestPriorityServes() {
        Candidates mixed = candidates(named("a").at(2), named("b").at(1), weighing("c", 0).at(1), weighing("d", 65_535).at(3));

        assertEquals(Set.of("b"), Picks.counted(1_000, weight.prepare(mixed), mixed).keySet());
        assertEquals(Set.of("b"), Picks.counted(1_000, weight, mixed).keySet());
    }

    @Test
    void theLargestWeightsDoNotOverflow() {
        Candidates all = Candidates.of(weights(65_535, 65_535, 65_535, 65_535));

        var counts = Picks.counted(40_000, weight.prepare(all), all);

        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 1.0, "c", 1.0, "d", 1.0)) < ONCE_IN_A_MILLION, counts::toString);
    }

    private static void assertProportional(Map<String, Integer> counts) {
        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0)) < ONCE_IN_A_MILLION, counts::toString);
    }
}
