package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void isWhatNginxServes() {
        assertEquals("a a b a c a a", ids(weights(5, 1, 1)));
        assertEquals("a b c", ids(weights(1, 1, 1)));
        assertEquals("b a b", ids(weights(1, 2)));
    }

    @Test
    void isWhatNginxServesForAnyWeights() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            int largest = random.nextInt(1, 30);
            int[] weights = random.ints(random.nextInt(1, 12), 1, largest + 1).toArray();
            var backends = weights(weights);

            List<Backend> expected = nginx(backends);

            Backend[] cycle = Schedule.of(Candidates.of(backends));
            int repeats = expected.size() / cycle.length; // what the weights have in common
            for (int i = 0; i < repeats; i++) {
                assertEquals(expected.subList(i * cycle.length, (i + 1) * cycle.length), List.of(cycle), () -> Arrays.toString(weights));
            }
        }
    }

    @Test
    void isAsShortAsTheWeightsAllow() {
        assertEquals("a b c", ids(weights(65_535, 65_535, 65_535)));
        assertEquals("b a b", ids(weights(100, 200)));
        assertEquals("a", ids(weights(7)));
        assertEquals("", ids(List.of()));
    }

    @Test
    void isExactUpToItsLongest() {
        assertArrayEquals(new int[] {65_535, 1}, Schedule.turns(new long[] {65_535, 1}));
        assertEquals(Schedule.MOST_TURNS, Schedule.of(Candidates.of(weights(65_535, 1))).length);
    }

    @Test
    void isScaledBeyondItsLongest() {
        assertArrayEquals(new int[] {32_768, 32_767, 1}, Schedule.turns(new long[] {65_535, 65_534, 1}));
    }

    @Test
    void isBoundedForManyBackendsWithAllKindsOfWeights() {
        int[] weights = IntStream.range(0, 5_000).map(i -> 1 + i * 7_919 % 65_535).toArray();
        long sum = IntStream.of(weights).asLongStream().sum();
        int most = Schedule.MOST_TURNS_EACH * weights.length;
        var backends = IntStream.range(0, weights.length).mapToObj(i -> TestBackend.weighing("b" + i, weights[i])).toList();

        Backend[] cycle = Schedule.of(Candidates.of(backends));

        var turns = Arrays.stream(cycle).collect(Collectors.groupingBy(backend -> backend, Collectors.counting()));
        assertTrue(cycle.length <= most + 2 * weights.length, () -> "length " + cycle.length);
        backends.forEach(backend -> {
            double exact = (double) backend.weight() * most / sum;
            assertEquals(Math.max(1, exact), turns.get(backend), 0.5 + 1e-9, backend::id);
        });
    }

    /** ngx_http_upstream_get_peer without failures, for as many turns as the weights add up to. */
    private static List<Backend> nginx(List<TestBackend> backends) {
        int total = backends.stream().mapToInt(Backend::weight).sum();
        int[] current = new int[backends.size()];
        return IntStream.range(0, total).<Backend>mapToObj(_ -> {
            int best = -1;
            for (int i = 0; i < current.length; i++) {
                current[i] += backends.get(i).weight();
                best = best < 0 || current[i] > current[best] ? i : best;
            }
            current[best] -= total;
            return backends.get(best);
        }).toList();
    }

    private static String ids(List<TestBackend> backends) {
        return Arrays.stream(Schedule.of(Candidates.of(backends))).map(Backend::id).collect(Collectors.joining(" "));
    }
}
