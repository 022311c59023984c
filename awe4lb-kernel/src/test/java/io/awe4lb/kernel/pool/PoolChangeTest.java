package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.WeightOverride;
import io.awe4lb.kernel.store.BackendOverride;
import io.awe4lb.spi.Client;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Other configurations of a pool that lives, and what people say of its backends. */
class PoolChangeTest {

    private static Optional<WeightOverride> weight(int weight) {
        return Optional.of(new WeightOverride(weight, "ops", Instant.EPOCH));
    }

    @Test
    void anotherStrategyPicksAmongTheSameBackends() {
        var settings = new PoolSettings();
        try (LivingPool living = settings.start()) {
            living.finds(LivingPool.spec("a"), LivingPool.spec("b"));
            PoolBackend a = living.backend("a");
            living.becomes(settings.strategy((candidates, _) -> candidates.isEmpty() ? null : candidates.get(candidates.size() - 1)));
            assertEquals(List.of("b", "a"), living.serving());
            assertSame(a, living.backend("a"));
        }
    }

    @Test
    void anotherSourceTakesOverWithItsFirstAnswerAndKeepsTheBackendsThatItKnowsToo() {
        try (LivingPool living = new PoolSettings().start()) {
            living.finds(LivingPool.spec("a"), LivingPool.spec("b"));
            PoolBackend a = living.backend("a");
            var next = new PoolSettings();
            PoolChange change = living.pool.prepare(next.poolConfig(), Optional.empty());
            next.discovery.answers(LivingPool.spec("a"), LivingPool.spec("c"));
            Eventually.until("the new source has answered", () -> change.ready().isDone());
            assertEquals(List.of("a", "b"), living.all());
            living.commits(change);
            assertEquals(List.of("a", "c"), living.all());
            assertSame(a, living.backend("a"));
            assertEquals(List.of("b"), living.context.left.stream().map(PoolBackend::id).toList());
        }
    }

    @Test
    void aSourceThatHasNotAnsweredYetLeavesTheBackendsAsTheyAre() {
        try (LivingPool living = new PoolSettings().start()) {
            living.finds(LivingPool.spec("a"));
            var next = new PoolSettings();
            living.commits(living.pool.prepare(next.poolConfig(), Optional.empty()));
            assertEquals(List.of("a"), living.all());
            next.discovery.answers(LivingPool.spec("b"));
            Eventually.until("the late answer is in force", () -> living.all().equals(List.of("b")));
        }
    }

    @Test
    void anAbandonedChangeAsksNoMoreAndLeavesThePoolAsItIs() {
        try (LivingPool living = new PoolSettings().start()) {
            living.finds(LivingPool.spec("a"));
            var next = new PoolSettings();
            living.pool.prepare(next.poolConfig(), Optional.empty()).abandon();
            Eventually.until("the new source is closed", () -> next.discovery.closed() > 0);
            assertEquals(List.of("a"), living.all());
            assertEquals(0, living.discovery.closed());
        }
    }

    @Test
    void otherSettingsOfAChecksScheduleKeepWhatIsKnown() {
        var settings = new PoolSettings().checked();
        try (LivingPool living = settings.start()) {
            settings.checks.fail("a");
            living.finds(LivingPool.spec("a"));
            Eventually.until("a is down", () -> living.backend("a").health().status() == Status.DOWN);
            Health before = living.backend("a").health();
            living.becomes(settings.fall(3));
            assertEquals(before.since(), living.backend("a").health().since());
            assertEquals(Status.DOWN, living.backend("a").health().status());
            settings.checks.pass("a");
            Eventually.until("a is up", () -> living.backend("a").health().status() == Status.UP);
        }
    }

    @Test
    void aPoolThatIsNotCheckedAnyMoreServesWithAll() {
        var settings = new PoolSettings().checked();
        try (LivingPool living = settings.start()) {
            settings.checks.fail("a");
            living.finds(LivingPool.spec("a"));
            living.serves();
            living.becomes(settings.unchecked());
            living.serves("a");
            assertEquals(Status.UNCHECKED, living.backend("a").health().status());
        }
    }

    @Test
    void aBackendInMaintenanceIsNotCheckedAndGetsNobody() {
        var settings = new PoolSettings().checked();
        try (LivingPool living = settings.start()) {
            settings.checks.pass("a");
            living.finds(LivingPool.spec("a"));
            Eventually.until("a is up", () -> living.backend("a").health().status() == Status.UP);
            living.administers("a", AdminState.MAINT);
            living.serves();
            assertEquals(Status.UNCHECKED, living.backend("a").health().status());
            living.administers("a", AdminState.READY);
            Eventually.until("a is checked again", () -> living.backend("a").health().status() == Status.UP);
            living.serves("a");
        }
    }

    @Test
    void aDrainingBackendIsCheckedAndGetsNobody() {
        var settings = new PoolSettings().checked();
        try (LivingPool living = settings.start()) {
            settings.checks.pass("a");
            living.finds(LivingPool.spec("a"));
            living.administers("a", AdminState.DRAIN);
            living.serves();
            Eventually.until("a is up", () -> living.backend("a").health().status() == Status.UP);
        }
    }

    @Test
    void aWeightThatWasSaidHoldsWhateverDiscoverySays() {
        try (LivingPool living = new PoolSettings().start()) {
            living.finds(LivingPool.spec("a", 3, 1, 0));
            assertTrue(living.onControl(() -> living.pool.weigh("a", weight(0))).isPresent());
            living.finds(LivingPool.spec("a", 5, 1, 0));
            assertEquals(0, living.backend("a").weight());
            living.onControl(() -> living.pool.weigh("a", Optional.empty()));
            assertEquals(5, living.backend("a").weight());
            assertTrue(living.onControl(() -> living.pool.weigh("nobody", weight(1))).isEmpty());
        }
    }

    @Test
    void whatWasSaidBeforeARestartHoldsForABackendThatComes() {
        try (LivingPool living = new PoolSettings().start()) {
            living.context.overridden.put("a", new BackendOverride(
                    Optional.of(new AdminStatus(AdminState.DRAIN, "old disk", "ops", Instant.EPOCH)), weight(7)));
            living.finds(LivingPool.spec("a"), LivingPool.spec("b"));
            assertEquals(List.of("b"), living.serving());
            assertEquals("old disk", living.backend("a").adminStatus().reason());
            assertEquals(7, living.backend("a").weight());
        }
    }

    @Test
    void aBackendThatComesBackWhileConnectionsLiveIsTheSameOne() {
        try (LivingPool living = new PoolSettings().start()) {
            living.finds(LivingPool.spec("a"), LivingPool.spec("b"));
            PoolBackend before = living.backend("a");
            Lease lease = living.pool.members().lease(Client.local(), List.of());
            living.finds(LivingPool.spec("b"));
            living.finds(LivingPool.spec("a", 3, 1, 1), LivingPool.spec("b"));
            assertSame(before, living.backend("a"));
            assertEquals(List.of("b"), living.serving(), "a is full with the connection that it had");
            lease.close();
            assertEquals(List.of("a", "b"), living.serving());
        }
    }

    @Test
    void aPoolThatIsClosedTakesNoWishes() {
        try (LivingPool living = new PoolSettings().start()) {
            living.finds(LivingPool.spec("a"));
            boolean taken = living.onControl(() -> {
                living.pool.close();
                return living.pool.administer("a", new AdminStatus(AdminState.MAINT, "", "test", Instant.EPOCH)).isPresent()
                        || living.pool.weigh("a", weight(3)).isPresent();
            });
            assertFalse(taken);
        }
    }

    @Test
    void aChangeThatIsNotStartedGivesItsSourceBack() {
        var settings = new PoolSettings();
        try (LivingPool _ = new PoolSettings().start()) {
            var never = new Pool(settings.poolConfig(), Optional.empty(), 1, new NoControl(), new RecordingContext());
            never.close();
            assertEquals(1, settings.discovery.closed());
        }
    }

    @Test
    void whatWasSaidOfABackendDiesWithIt() {
        try (LivingPool living = new PoolSettings().start()) {
            living.context.overridden.put("a", new BackendOverride(Optional.empty(), weight(7)));
            living.finds(LivingPool.spec("a"), LivingPool.spec("b"));
            PoolBackend before = living.backend("a");
            living.finds(LivingPool.spec("b"));
            living.finds(LivingPool.spec("a"), LivingPool.spec("b"));
            assertNotSame(before, living.backend("a"));
            assertEquals(1, living.backend("a").weight());
        }
    }

    @Test
    void aFailingSourceIsToldOnceAndAgainWhenItWorks() {
        try (LivingPool living = new PoolSettings().start()) {
            living.discovery.fails("gone");
            living.settles();
            living.discovery.fails("gone");
            living.settles();
            assertEquals(Optional.of("gone"), living.pool.discoveryFailure());
            living.finds(LivingPool.spec("a"));
            assertEquals(Optional.empty(), living.pool.discoveryFailure());
            assertEquals(2, living.context.told.size(), living.context.told::toString);
        }
    }
}
