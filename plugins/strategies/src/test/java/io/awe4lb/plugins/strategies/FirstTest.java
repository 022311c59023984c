package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weighing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstTest {

    private final Strategy first = new First();

    @Test
    void fillsOneAfterTheOther() {
        var a = named("a").limitedTo(2);
        Candidates all = candidates(a, named("b").limitedTo(1), named("c"));
        Strategy prepared = first.prepare(all);

        assertEquals("a a b c c c", opened(6, prepared, all));
        a.closes();
        assertEquals("a c", opened(2, prepared, all));
    }

    @Test
    void theOrderIsThatOfTheConfigurationWhateverTheWeights() {
        assertEquals("c c c", opened(3, first, candidates(weighing("c", 1), weighing("b", 65_535), weighing("a", 2))));
    }

    @Test
    void oneWithoutALimitIsNeverFull() {
        assertEquals("a", opened(1, first, candidates(named("a").with(1_000_000), named("b"))));
    }

    @Test
    void whereAllAreFullAFullOneIsNamedSoThatTheRestIsAskedFor() {
        Candidates all = candidates(weighing("a", 0), weighing("b", 1).limitedTo(1).with(1));

        assertEquals("b", Picks.inARow(1, first.prepare(all), all));
    }

    @Test
    void takesTheFirstOfThoseThatAreLeft() {
        var all = List.of(named("a"), named("b").limitedTo(1).with(1), named("c"));

        assertEquals("c c", Picks.inARow(2, Picks.prepared(first, all), Candidates.of(all.subList(1, 3))));
    }

    @Test
    void weightZeroServesOnlyAmongItsLike() {
        assertEquals("b", Picks.inARow(1, first, candidates(weighing("a", 0), weighing("b", 1), weighing("c", 1))));
        assertEquals("a", Picks.inARow(1, first, candidates(weighing("a", 0), weighing("b", 0))));
    }

    @Test
    void onlyTheLowestPriorityServes() {
        Candidates all = candidates(named("a").at(2), named("b").at(1), named("c").at(1));

        assertEquals("b", Picks.inARow(1, first.prepare(all), all));
        assertEquals("b", Picks.inARow(1, first, all));
    }

    private static String opened(int count, Strategy strategy, Candidates candidates) {
        var ids = new StringBuilder();
        for (int i = 0; i < count; i++) {
            var picked = (TestBackend) strategy.pick(candidates, Picks.ANYBODY);
            picked.opens();
            ids.append(i == 0 ? "" : " ").append(picked.id());
        }
        return ids.toString();
    }
}
