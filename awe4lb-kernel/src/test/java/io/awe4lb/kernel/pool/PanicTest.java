package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.config.PassiveHealthConfig;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.spi.CheckResult;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PanicTest {

    @Test
    void belowTheThresholdAllAreUsed() {
        try (var web = new PoolSettings().checked().panicPercent(50).start()) {
            web.finds(spec("a"), spec("b"), spec("c"), spec("d"));
            web.checks.fail("a");
            web.checks.fail("b");
            web.serves("c", "d");
            assertFalse(web.pool.isPanicking(), "half of them is not below half");
            web.checks.fail("c");
            web.serves("a", "b", "c", "d");
            assertTrue(web.pool.isPanicking());
            assertEquals(Health.Status.DOWN, web.backend("a").health().status(), "what checks observe is another thing");
            web.checks.pass("c");
            web.serves("c", "d");
            assertEquals(List.of(
                    "pool_panic : 1 of 4 backends are healthy, fewer than 50 %: all of them are used, whatever checks and ejections say",
                    "pool_panic : 2 of 4 backends are healthy: they alone are used again"),
                    web.context.told.stream().filter(told -> told.startsWith("pool_panic")).toList());
        }
    }

    @Test
    void withoutAThresholdNobodyIsUsedWhenAllAreDown() {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(spec("a"));
            web.checks.fail("a");
            web.serves();
        }
    }

    @Test
    void whoIsNotWantedIsNotUsedInAPanicEither() {
        try (var web = new PoolSettings().checked().panicPercent(100).start()) {
            web.finds(spec("a"), spec("b"), spec("c"));
            web.administers("a", AdminState.DRAIN);
            assertEquals(List.of("b", "c"), web.serving());
            web.checks.fail("b");
            web.checks.fail("c");
            Eventually.until("it panics", web.pool::isPanicking);
            assertEquals(List.of("b", "c"), web.serving());
        }
    }

    @Test
    void whoWaitsForItsFirstVerdictGoesOnWaiting() {
        try (var web = new PoolSettings().checked().initial(Initial.DOWN).rise(3).panicPercent(100).start()) {
            var verdict = new CountDownLatch(1);
            web.checks.script("a", _ -> {
                verdict.await();
                return new CheckResult.Failed("refused", "refused");
            });
            web.finds(spec("a"), spec("b"));
            web.serves("b");
            assertFalse(web.pool.isPanicking(), "one has not been judged yet");
            verdict.countDown();
            web.serves("a", "b");
            assertTrue(web.pool.isPanicking());
        }
    }

    @Test
    void whileOnePriorityIsHealthyEnoughItServes() {
        try (var web = new PoolSettings().checked().panicPercent(50).start()) {
            web.finds(spec("a"), spec("b"), spec("c", 1, 2, 0), spec("d", 1, 2, 0));
            web.checks.fail("a");
            web.checks.fail("b");
            web.serves("c", "d");
            web.checks.fail("c");
            web.serves("d");
            web.checks.fail("d");
            web.serves("a", "b", "c", "d");
        }
    }

    @Test
    void theEjectedAreUsedToo() {
        var all = new PassiveHealthConfig(1, 0, PoolSettings.NEVER, PoolSettings.NEVER, PoolSettings.NEVER, 100);
        try (var web = new PoolSettings().passiveHealth(all).panicPercent(50).start()) {
            web.finds(spec("a"), spec("b"), spec("c"));
            for (String id : List.of("a", "b")) {
                web.backend(id).connectFailed("connection refused");
                web.onControl(() -> null);
            }
            assertEquals(List.of("a", "b", "c"), web.serving());
            assertTrue(web.backend("a").isEjected());
        }
    }
}
