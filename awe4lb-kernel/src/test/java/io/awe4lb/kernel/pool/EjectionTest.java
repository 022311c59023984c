package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.PassiveHealthConfig;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.EndReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EjectionTest {

    private static void refuses(LivingPool web, PoolBackend backend) {
        backend.connectFailed("connection refused");
        web.onControl(() -> null);
    }

    @Test
    void oneFailedConnectTakesABackendOut() {
        try (var web = new PoolSettings().ejection(1, PoolSettings.NEVER).start()) {
            web.finds(spec("a"), spec("b"));
            refuses(web, web.backend("a"));
            assertEquals(List.of("b"), web.serving());
            assertTrue(web.backend("a").isEjected());
            assertEquals(Status.UNCHECKED, web.backend("a").health().status(), "what checks observe is another thing");
        }
    }

    @Test
    void itComesBackWhenItsTimeHasPassed() {
        try (var web = new PoolSettings().ejection(1, Duration.ofMillis(30)).start()) {
            web.finds(spec("a"), spec("b"));
            for (int i = 0; i < 3; i++) {
                refuses(web, web.backend("a"));
                web.serves("a", "b");
                assertFalse(web.backend("a").isEjected());
            }
        }
    }

    private static PassiveHealthConfig atMost(int percent) {
        return new PassiveHealthConfig(1, 0, PoolSettings.NEVER, PoolSettings.NEVER, PoolSettings.NEVER, percent);
    }

    @Test
    void theOnlyBackendIsNeverTakenOut() {
        try (var web = new PoolSettings().ejection(1, PoolSettings.NEVER).start()) {
            web.finds(spec("a"));
            refuses(web, web.backend("a"));
            assertEquals(List.of("a"), web.serving());
            assertEquals(List
                    .of("backend_ejected a: it goes on serving, because no more than 50 % of the pool may be ejected: connection refused"),
                    web.context.told);
        }
    }

    @Test
    void theOnlyBackendIsTakenOutIfAllMayBe() {
        try (var web = new PoolSettings().passiveHealth(atMost(100)).start()) {
            web.finds(spec("a"));
            refuses(web, web.backend("a"));
            assertEquals(List.of(), web.serving());
            assertEquals(EndReason.NO_BACKEND, web.pool.members().whyNone(List.of()));
        }
    }

    @Test
    void noMoreThanTheShareAreOutAtATime() {
        try (var web = new PoolSettings().passiveHealth(atMost(50)).start()) {
            web.finds(spec("a"), spec("b"), spec("c"), spec("d"), spec("e"));
            for (String id : List.of("a", "b", "c", "d")) {
                refuses(web, web.backend(id));
            }
            assertEquals(List.of("c", "d", "e"), web.serving(), "two of five");
        }
    }

    @Test
    void theShareIsOfThoseThatCouldServe() {
        try (var web = new PoolSettings().checked().passiveHealth(atMost(50)).start()) {
            web.finds(spec("a"), spec("b"), spec("c"), spec("d"));
            refuses(web, web.backend("a"));
            refuses(web, web.backend("b"));
            assertEquals(List.of("c", "d"), web.serving());
            web.checks.fail("c");
            web.serves("b", "d");
            assertTrue(web.context.told.contains("backend_ejected b: new connections again: no more than 50 % of the pool may be ejected"),
                    web.context.told::toString);
            web.checks.fail("d");
            web.serves("b");
            web.checks.pass("c");
            web.checks.pass("d");
            web.serves("c", "d");
        }
    }

    @Test
    void whoWasSparedIsTakenOutOnceThereIsRoom() {
        try (var web = new PoolSettings().passiveHealth(atMost(50)).start()) {
            web.finds(spec("a"), spec("b"));
            refuses(web, web.backend("a"));
            refuses(web, web.backend("b"));
            assertEquals(List.of("b"), web.serving());
            web.finds(spec("a"), spec("b"), spec("c"), spec("d"));
            assertEquals(List.of("c", "d"), web.serving());
        }
    }

    @Test
    void resetsTakeABackendOutWhereTheyAreCounted() {
        var three = new PassiveHealthConfig(1, 3, PoolSettings.NEVER, PoolSettings.NEVER, PoolSettings.NEVER, 50);
        try (var web = new PoolSettings().passiveHealth(three).start(); var other = new PoolSettings().passiveHealth(atMost(50)).start()) {
            for (LivingPool pool : List.of(web, other)) {
                pool.finds(spec("a"), spec("b"));
                for (int i = 0; i < 2; i++) {
                    pool.backend("a").connectionReset();
                }
                pool.onControl(() -> null);
                assertEquals(List.of("a", "b"), pool.serving());
                pool.backend("a").connectionReset();
                pool.onControl(() -> null);
            }
            assertEquals(List.of("b"), web.serving());
            assertTrue(web.context.told.getFirst().endsWith(" ms: connections that it reset: 3"), web.context.told::toString);
            assertEquals(List.of("a", "b"), other.serving());
        }
    }

    @Test
    void anEjectedBackendThatLeavesAndComesBackServesAfterItsTime() {
        try (var web = new PoolSettings().ejection(1, Duration.ofMillis(100)).start()) {
            web.finds(spec("a"), spec("b"));
            PoolBackend a = web.backend("a");
            Lease kept = a.lease();
            refuses(web, a);
            web.finds(spec("b"));
            web.finds(spec("a"), spec("b"));
            assertSame(a, web.backend("a"));
            web.serves("a", "b");
            kept.close();
        }
    }

    @Test
    void asManyFailedConnectsAsAreConfiguredTakeABackendOut() {
        try (var web = new PoolSettings().ejection(3, PoolSettings.NEVER).start()) {
            web.finds(spec("a"), spec("b"));
            refuses(web, web.backend("a"));
            refuses(web, web.backend("a"));
            refuses(web, web.backend("b"));
            assertEquals(List.of("a", "b"), web.serving());
            refuses(web, web.backend("a"));
            assertEquals(List.of("b"), web.serving());
        }
    }

    @Test
    void onlyThoseCountThatFailWithinTheTimeOfAnEjection() {
        Duration window = Duration.ofMillis(1);
        try (var web = new PoolSettings().ejection(2, window).start()) {
            web.finds(spec("a"), spec("b"));
            for (int i = 0; i < 20; i++) {
                refuses(web, web.backend("a"));
                assertFalse(web.backend("a").isEjected());
                long failed = System.nanoTime();
                Eventually.until("the time has passed", () -> System.nanoTime() - failed > window.toNanos());
            }
        }
    }

    @Test
    void withoutEjectionABackendMayFailForEver() {
        try (var web = new PoolSettings().ejection(1, Duration.ZERO).start()) {
            web.finds(spec("a"), spec("b"));
            for (int i = 0; i < 20; i++) {
                refuses(web, web.backend("a"));
            }
            assertEquals(List.of("a", "b"), web.serving());
        }
    }

    @Test
    void aCheckThatPassesDoesNotEndAnEjection() {
        try (var web = new PoolSettings().checked().ejection(1, PoolSettings.NEVER).start()) {
            web.finds(spec("a"), spec("b"));
            refuses(web, web.backend("a"));
            web.checks.runAgain("a", 5);
            web.settles();
            assertEquals(List.of("b"), web.serving());
        }
    }

    @Test
    void anEjectionThatEndsDoesNotBringUpWhatChecksFoundDown() {
        try (var web = new PoolSettings().checked().ejection(1, Duration.ofMillis(30)).start()) {
            web.finds(spec("a"), spec("b"));
            web.checks.fail("a");
            web.serves("b");
            refuses(web, web.backend("a"));
            Eventually.until("the ejection has ended", () -> !web.backend("a").isEjected());
            assertEquals(List.of("b"), web.serving());
        }
    }

    @Test
    void anEjectionOutlastsAnAnswerOfDiscovery() {
        try (var web = new PoolSettings().ejection(1, PoolSettings.NEVER).start()) {
            web.finds(spec("a"), spec("b"));
            refuses(web, web.backend("a"));
            web.finds(spec("a", 9, 1, 0), spec("b"));
            assertEquals(List.of("b"), web.serving());
        }
    }

    @Test
    void whatBefallsABackendThatIsGoneDoesNotTouchItsNamesake() {
        try (var web = new PoolSettings().ejection(1, PoolSettings.NEVER).start()) {
            web.finds(spec("a"), spec("b"));
            PoolBackend gone = web.backend("a");
            web.finds(new BackendSpec("a", new Address.Inet("127.0.0.1", 9), 1, 1, 0), spec("b"));
            refuses(web, gone);
            assertEquals(List.of("a", "b"), web.serving());
        }
    }

    @Test
    void theEndOfAnEjectionDoesNotBringBackWhoIsGone() {
        try (var web = new PoolSettings().ejection(1, Duration.ofMillis(30)).start()) {
            web.finds(spec("a"), spec("b"));
            PoolBackend gone = web.backend("a");
            refuses(web, gone);
            web.finds(spec("b"));
            Eventually.until("the ejection has ended", () -> !gone.isEjected());
            web.settles();
            assertEquals(List.of("b"), web.all());
        }
    }
}
