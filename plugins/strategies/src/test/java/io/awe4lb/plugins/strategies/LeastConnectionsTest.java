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

class LeastConnectionsTest {

    /** A chi-square variable of two degrees of freedom is larger once in a million. */
    private static final double ONCE_IN_A_MILLION = 27.6;

    private final Strategy leastConnections = new LeastConnections(Picks.seeded(System.nanoTime()));

    @Test
    void picksTheOneWithTheFewestConnections() {
        assertPicks("b", named("a").with(3), named("b").with(1), named("c").with(2));
    }

    @Test
    void countsConnectionsInProportionToWeight() {
        assertPicks("a", weighing("a", 10).with(19), weighing("b", 1).with(2));
        assertPicks("b", weighing("a", 10).with(21), weighing("b", 1).with(2));
    }

    @Test
    void comparesExactly() {
        assertPicks("b", weighing("a", 65_535).with(65_535), weighing("b", 65_534).with(65_533));
        assertPicks("a", weighing("a", 65_535).with(Integer.MAX_VALUE), weighing("b", 65_534).with(Integer.MAX_VALUE));
    }

    @Test
    void drawsAmongEquals() {
        Candidates equals = candidates(named("a").with(1), named("b").with(1), named("c").with(1), named("d").with(2));

        var counts = Picks.counted(30_000, leastConnections, equals);

        assertEquals(Set.of("a", "b", "c"), counts.keySet());
        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 1.0, "c", 1.0)) < ONCE_IN_A_MILLION, counts::toString);
    }

    @Test
    void drawsAmongEqualsInProportionToWeight() {
        Candidates equals = candidates(weighing("a", 1).with(2), weighing("b", 2).with(4), weighing("c", 3).with(6));

        var counts = Picks.counted(30_000, leastConnections, equals);

        assertTrue(Picks.chiSquare(counts, Map.of("a", 1.0, "b", 2.0, "c", 3.0)) < ONCE_IN_A_MILLION, counts::toString);
    }

    @Test
    void openConnectionsEndUpInProportionToWeight() {
        var all = weights(1, 2, 5);

        for (int i = 0; i < 800; i++) {
            ((TestBackend) leastConnections.pick(Candidates.of(all), Picks.ANYBODY)).opens();
        }

        assertEquals("100 200 500",
                all.get(0).activeConnections() + " " + all.get(1).activeConnections() + " " + all.get(2).activeConnections());
    }

    @Test
    void weightZeroServesOnlyAmongItsLike() {
        assertPicks("b", weighing("a", 0), weighing("b", 1).with(1_000));
        assertPicks("b", weighing("a", 0).with(2), weighing("b", 0).with(1));
    }

    @Test
    void onlyTheLowestPriorityServes() {
        assertPicks("b", named("a").at(2), named("b").at(1).with(1_000), named("c").at(3));
    }

    private void assertPicks(String expected, TestBackend... backends) {
        assertEquals(Set.of(expected), Picks.counted(20, leastConnections, candidates(backends)).keySet());
    }
}
