package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryStrategyTest {

    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 10_000;
    private static final List<TestBackend> BACKENDS =
            IntStream.range(0, 20).mapToObj(i -> TestBackend.weighing("b" + i, 1 + i % 5)).toList();

    static List<StrategyProvider> providers() {
        return List.of(new WeightProvider(), new RandomProvider(), new RoundRobinProvider(), new StickyProvider(), new MaglevProvider(),
                new LeastConnectionsProvider(), new LeastBandwidthProvider(), new TwoChoicesProvider(), new FirstProvider());
    }

    @Test
    void areTheNine() {
        assertEquals(
                Set.of("weight", "random", "round-robin", "sticky", "maglev", "least-connections", "least-bandwidth", "p2c", "first"),
                providers().stream().map(Provider::type).collect(Collectors.toSet()));
    }

    @Test
    void areWhatTheModuleProvides() {
        var provided = EveryStrategyTest.class.getModule().getDescriptor().provides().iterator().next().providers();

        assertEquals(Set.copyOf(provided), providers().stream().map(provider -> provider.getClass().getName()).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void picksNoneOfNone(StrategyProvider provider) {
        Strategy strategy = provider.create(Options.defaults());
        Candidates none = Candidates.of(List.of());

        assertNull(strategy.pick(none, Picks.ANYBODY));
        assertNull(strategy.prepare(none).pick(none, Picks.ANYBODY));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void picksTheOnlyOneWhateverItsWeight(StrategyProvider provider) {
        Strategy strategy = provider.create(Options.defaults());
        for (int weight : new int[] {0, 1, 65_535}) {
            var only = TestBackend.weighing("a", weight).at(7);
            Candidates one = TestBackend.candidates(only);

            assertSame(only, strategy.pick(one, Picks.ANYBODY));
            assertSame(only, strategy.prepare(one).pick(one, Picks.ANYBODY));
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void picksAmongBackendsThatItNeverSaw(StrategyProvider provider) {
        Strategy prepared = Picks.prepared(provider.create(Options.defaults()), BACKENDS);
        var strangers = List.of(named("x"), named("y"));

        for (int i = 0; i < 100; i++) {
            assertTrue(strangers.contains(prepared.pick(Candidates.of(strangers), Picks.ANYBODY)));
        }
    }

    static Stream<Strategy> strategies() {
        Options options = Options.defaults().with(HashOptions.BY, HashOptions.By.SOURCE_NETWORK).with(HashOptions.HASH_BALANCE_FACTOR, 125);
        return Stream.concat(
                providers().stream().map(provider -> provider.create(Options.defaults())),
                Stream.of(new StickyProvider().create(options), new MaglevProvider().create(options)));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void allocatesNothing(Strategy made) {
        Candidates all = Candidates.of(BACKENDS);
        Strategy strategy = made.prepare(all);
        Candidates some = Candidates.of(BACKENDS.subList(3, 17));
        Candidates strangers = TestBackend.candidates(named("x"), named("y").at(2), named("z"));

        Stream.of(all, some, strangers).forEach(candidates -> {
            pick(WARM_UP, strategy, candidates);
            assertEquals(0, allocatedBy(strategy, candidates), () -> "bytes allocated by " + MEASURED + " picks of " + candidates);
        });
    }

    /** The least of several runs: the compiler may replace code, and deoptimized code may box once. */
    private static long allocatedBy(Strategy strategy, Candidates candidates) {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().threadId();
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long before = thread.getThreadAllocatedBytes(id);
            pick(MEASURED, strategy, candidates);
            least = Math.min(least, thread.getThreadAllocatedBytes(id) - before);
        }
        return least;
    }

    private static void pick(int times, Strategy strategy, Candidates candidates) {
        for (int i = 0; i < times; i++) {
            assertNotNull(strategy.pick(candidates, Picks.ANYBODY));
        }
    }
}
