package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.store.LastList;
import io.awe4lb.spi.BackendSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool does with the list that its source told last. */
@Timeout(60)
class PoolLastListTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");
    private static final String FAKE = "fake";

    private static Map<String, LastList> kept(String source, BackendSpec... backends) {
        return Map.of("web", new LastList(source, TIME, List.of(backends)));
    }

    @Test
    void whatTheSourceTellsIsKeptWhenItChanges() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"));
            LastList first = web.context.kept.get("web");
            assertEquals(List.of(spec("a")), first.backends());
            assertEquals(FAKE, first.source());
            web.finds(spec("a"));
            assertEquals(first, web.context.kept.get("web"));
            web.finds(spec("a", 7, 1, 0));
            assertEquals(List.of(spec("a", 7, 1, 0)), web.context.kept.get("web").backends());
            web.discovery.fails("down");
            web.settles();
            assertEquals(List.of(spec("a", 7, 1, 0)), web.context.kept.get("web").backends(), "a failure is no list");
        }
    }

    @Test
    void aSourceThatIsDownAtTheStartLetsThePoolBeginWithTheLastList() {
        try (var web = new LivingPool(new PoolSettings(), kept(FAKE, spec("a"), spec("b")))) {
            web.discovery.fails("down");
            web.settles();
            assertEquals(List.of("a", "b"), web.serving());
            assertTrue(web.pool.ready().isDone());
            assertEquals(List.of(
                    "discovery : its source has not answered yet: it begins with the list of 2026-03-01T10:00:00Z, backends: 2",
                    "discovery : discovery failed: down; it keeps what it has, backends: 2"), web.context.told);
            web.finds(spec("b"));
            assertEquals(List.of("b"), web.serving());
            assertTrue(web.context.told.contains("discovery : backends: 1; left: a"), () -> web.context.told.toString());
        }
    }

    @Test
    void aSourceThatHangsAtTheStartLetsThePoolBeginWithTheLastList() {
        try (var web = new LivingPool(new PoolSettings(), kept(FAKE, spec("a")))) {
            web.serves("a");
            Eventually.until("it is ready", () -> web.pool.ready().isDone());
        }
    }

    @Test
    void aListOfAnotherSourceDoesNotCount() {
        try (var web = new LivingPool(new PoolSettings(), kept("file path=/etc/backends", spec("a")))) {
            web.discovery.fails("down");
            web.settles();
            assertEquals(List.of(), web.serving());
        }
    }

    @Test
    void nothingIsKeptForWhoWantsToBeEmptyOnFailure() {
        try (var web = new LivingPool(new PoolSettings().onFailure(OnFailure.SET_EMPTY), kept(FAKE, spec("a")))) {
            web.discovery.fails("down");
            web.settles();
            assertEquals(List.of(), web.serving());
            web.finds(spec("b"));
            assertEquals(List.of(spec("a")), web.context.kept.get("web").backends(), "as it was");
        }
    }

    @Test
    void whatIsConfiguredIsNotKept() {
        try (var web = new LivingPool(new PoolSettings().notPolled(), Map.of())) {
            web.finds(spec("a"));
            assertEquals(Map.of(), web.context.kept);
        }
    }
}
