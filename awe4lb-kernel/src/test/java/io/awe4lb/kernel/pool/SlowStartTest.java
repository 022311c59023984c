package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.spi.BackendSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowStartTest {

    private static final Duration TWENTY = Duration.ofSeconds(20);
    /** Where the nano clock of a machine may well stand. */
    private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    private final TestBackends backends = new TestBackends();
    private final PoolBackend back = backends.tier("a", 1);
    private final PoolBackend other = backends.tier("b", 1);
    private final List<PoolBackend> members = List.of(back, other);
    private final SlowStart slowStart = new SlowStart();

    private static long at(double seconds) {
        return BEGIN + (long) (seconds * 1e9);
    }

    private boolean settle(double second) {
        return slowStart.settle(TWENTY, members, at(second));
    }

    private String weights() {
        return back.weight() + ":" + other.weight();
    }

    @Test
    void aBackendThatIsBackGrowsByTwentieths() {
        slowStart.begin(back, at(0));
        List<String> seen = IntStream.of(0, 1, 9, 19).mapToObj(second -> {
            assertTrue(settle(second));
            return weights();
        }).toList();
        assertEquals(List.of("1:20", "2:20", "10:20", "20:20"), seen);
        assertFalse(settle(20));
        assertEquals("1:1", weights());
        assertEquals(1, back.share());
    }

    @Test
    void largeWeightsAreNotMultipliedBeyondTheLargest() {
        back.update(spec("a", 40_000, 1, 0));
        other.update(spec("b", BackendSpec.MAX_WEIGHT, 1, 0));
        slowStart.begin(back, at(0));
        settle(0);
        assertEquals("2000:65535", weights());
        assertEquals(40_000, back.wantedWeight());
        assertEquals(0.05, back.share());
    }

    @Test
    void whoHasAWeightHasSomeAllTheTimeAndWhoHasNoneGetsNone() {
        back.update(spec("a", 1, 1, 0));
        other.update(spec("b", 50_000, 1, 0));
        slowStart.begin(back, at(0));
        settle(0);
        assertEquals("1:50000", weights());
        back.overrideWeight(Optional.of(new WeightOverride(0, "ops", Instant.EPOCH)));
        settle(0);
        assertEquals("0:50000", weights());
    }

    @Test
    void whoFailsMeanwhileEndsIt() {
        slowStart.begin(back, at(0));
        settle(0);
        slowStart.end(back);
        assertFalse(settle(1));
        assertEquals("1:1", weights());
    }

    @Test
    void whenItIsSwitchedOffAllHaveTheirWholeWeight() {
        slowStart.begin(back, at(0));
        settle(0);
        assertFalse(slowStart.settle(Duration.ZERO, members, at(0)));
        assertEquals("1:1", weights());
    }

    @Test
    void onlyWhoHasBeenOutStartsSlowly() {
        try (var web = new PoolSettings().checked().slowStart(PoolSettings.NEVER).start()) {
            web.finds(spec("a"), spec("b"));
            web.checks.runAgain("a", 2);
            assertEquals(1, web.backend("a").weight());
            web.checks.fail("a");
            web.serves("b");
            web.checks.pass("a");
            web.serves("a", "b");
            assertEquals("1 20", web.backend("a").weight() + " " + web.backend("b").weight());
            web.administers("b", AdminState.DRAIN);
            web.administers("b", AdminState.READY);
            assertEquals("1 1", web.backend("a").weight() + " " + web.backend("b").weight(), "both at a twentieth of 20");
            web.becomes(new PoolSettings().checked());
        }
    }

    @Test
    void whoHasWaitedForItsChecksStartsSlowly() {
        try (var web = new PoolSettings().checked().initial(Initial.DOWN).slowStart(PoolSettings.NEVER).start()) {
            web.finds(spec("a"));
            web.serves("a");
            web.finds(spec("a"), spec("b"));
            web.serves("a", "b");
            assertEquals(0.05, web.backend("b").share());
        }
    }

    @Test
    void itGoesOnByItself() {
        try (var web = new PoolSettings().checked().slowStart(Duration.ofMillis(200)).start()) {
            web.finds(spec("a"), spec("b"));
            web.checks.fail("a");
            web.serves("b");
            web.checks.pass("a");
            web.serves("a", "b");
            Eventually.until("it has its whole weight", () -> web.backend("a").share() == 1 && web.backend("a").weight() == 1);
        }
    }
}
