package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Strategy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomTest {

    /** A chi-square variable of three degrees of freedom is larger once in a million. */
    private static final double ONCE_IN_A_MILLION = 30.7;

    private final Strategy random = new Random(Picks.seeded(System.nanoTime()));

    @Test
    void isEvenWhateverTheWeights() {
        Candidates all = Candidates.of(weights(0, 1, 100, 65_535));

        assertEven(Picks.counted(40_000, random.prepare(all), all));
        assertEven(Picks.counted(40_000, random, all));
    }

    @Test
    void isEvenAmongSomeOfThem() {
        var all = weights(1, 1, 1, 1, 1);

        assertEven(Picks.counted(40_000, Picks.prepared(random, all), Candidates.of(all.subList(0, 4))));
    }

    @Test
    void onlyTheLowestPriorityServes() {
        Candidates mixed = candidates(named("a").at(2), named("b").at(1), named("c").at(1), named("d").at(3));

        assertEquals(Set.of("b", "c"), Picks.counted(1_000, random.prepare(mixed), mixed).keySet());
        assertEquals(Set.of("b", "c"), Picks.counted(1_000, random, mixed).keySet());
    }

    private static void assertEven(Map<String, Integer> counts) {
        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 1.0, "c", 1.0, "d", 1.0)) < ONCE_IN_A_MILLION, counts::toString);
    }
}
