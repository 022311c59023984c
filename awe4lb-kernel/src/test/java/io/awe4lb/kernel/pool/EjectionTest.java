package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
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

    @Test
    void theOnlyBackendIsTakenOutToo() {
        try (var web = new PoolSettings().ejection(1, PoolSettings.NEVER).start()) {
            web.finds(spec("a"));
            refuses(web, web.backend("a"));
            assertEquals(List.of(), web.serving());
            assertEquals(EndReason.NO_BACKEND, web.pool.members().whyNone(List.of()));
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
            web.finds(spec("a"));
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
            web.finds(spec("a"));
            for (int i = 0; i < 20; i++) {
                refuses(web, web.backend("a"));
            }
            assertEquals(List.of("a"), web.serving());
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
            web.finds(spec("a"));
            PoolBackend gone = web.backend("a");
            web.finds(new BackendSpec("a", new Address.Inet("127.0.0.1", 9), 1, 1, 0));
            refuses(web, gone);
            assertEquals(List.of("a"), web.serving());
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
