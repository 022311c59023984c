package io.awe4lb.kernel.pool;

import static io.awe4lb.kernel.pool.LivingPool.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.CheckResult.Passed;
import io.awe4lb.spi.Client;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolDiscoveryTest {

    private static BackendSpec at(String id, int port) {
        return new BackendSpec(id, new Address.Inet("127.0.0.1", port), 1, 1, 0);
    }

    @Test
    void theFirstAnswerMakesThePoolReady() {
        try (var web = new PoolSettings().start()) {
            assertFalse(web.pool.ready().isDone());
            assertEquals(List.of(), web.all());
            web.finds(spec("b"), spec("a"));
            assertTrue(web.pool.ready().isDone());
            assertEquals(List.of("b", "a"), web.all(), "in the order of discovery");
            assertEquals(List.of("b", "a"), web.serving());
        }
    }

    @Test
    void anAnswerReplacesTheMembersAsAWhole() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"), spec("b"));
            Members before = web.pool.members();
            web.finds(spec("c"), spec("b"));
            assertEquals(List.of("c", "b"), web.serving());
            assertEquals(List.of("a", "b"), before.all().stream().map(PoolBackend::id).toList(), "who has it may go on with it");
        }
    }

    @Test
    void whoComesAndLeavesIsToldOnceTheFirstAnswerIsKnown() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"), spec("b"));
            assertEquals(List.of(), web.context.told);
            web.finds(spec("c"), spec("b"), spec("d"));
            web.finds(spec("d"), spec("b"), spec("c"));
            assertEquals(List.of("discovery : backends: 3; came: c, d; left: a"), web.context.told);
        }
    }

    @Test
    void ofManyThatComeAtOnceSomeAreNamed() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("x"));
            web.finds(IntStream.range(0, 15).mapToObj(i -> spec("b" + i)).toArray(BackendSpec[]::new));
            assertEquals(List.of("discovery : backends: 15; came: b0, b1, b2, b3, b4, b5, b6, b7, b8, b9 and 5 more; left: x"),
                    web.context.told);
        }
    }

    @Test
    void aKnownBackendKeepsItsIdentityHealthAndCounts() {
        try (var web = new PoolSettings().checked().start()) {
            web.checks.fail("b");
            web.finds(spec("a"), spec("b"));
            web.serves("a");
            PoolBackend a = web.backend("a");
            PoolBackend b = web.backend("b");
            Health down = b.health();
            Lease lease = web.pool.members().lease(Client.local(), List.of());
            a.counters(1).connected(0);
            web.finds(spec("b"), spec("c"), spec("a"));
            assertSame(a, web.backend("a"));
            assertSame(b, web.backend("b"));
            assertEquals(Status.DOWN, b.health().status());
            assertEquals(down.since(), b.health().since());
            assertEquals(1, a.activeConnections());
            assertEquals(1, a.stats().connections());
            lease.close();
            assertEquals(0, a.activeConnections());
        }
    }

    @Test
    void aBackendWithANewAddressIsANewBackend() {
        try (var web = new PoolSettings().checked().start()) {
            web.finds(at("a", 1000));
            Lease lease = web.pool.members().lease(Client.local(), List.of());
            PoolBackend before = web.backend("a");
            web.finds(at("a", 2000));
            PoolBackend after = web.backend("a");
            assertNotSame(before, after);
            assertEquals(List.of(new InetSocketAddress("127.0.0.1", 2000)), after.addresses());
            assertEquals(0, after.activeConnections());
            assertEquals(1, before.activeConnections(), "its connections live on");
            lease.close();
            onlyPortIsChecked(web, 2000);
        }
    }

    private static void onlyPortIsChecked(LivingPool web, int port) {
        Set<Integer> ports = ConcurrentHashMap.newKeySet();
        web.checks.script("a", target -> {
            ports.add(((InetSocketAddress) target.address()).getPort());
            return new Passed("passed");
        });
        Eventually.until("only port " + port + " is checked", () -> {
            ports.clear();
            web.checks.runAgain("a", 3);
            return ports.equals(Set.of(port));
        });
    }

    @Test
    void weightPriorityAndLimitChangeInPlace() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"), spec("b"));
            PoolBackend a = web.backend("a");
            web.finds(spec("a", 7, 3, 5), spec("b"));
            assertSame(a, web.backend("a"));
            assertEquals(7, a.weight());
            assertEquals(3, a.priority());
            assertEquals(5, a.spec().maxConnections());
            assertEquals(List.of("b", "a"), web.serving(), "a is of the second tier now");
        }
    }

    @Test
    void aFailedDiscoveryKeepsTheLastMembers() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"));
            PoolBackend a = web.backend("a");
            web.discovery.fails("the source is gone");
            web.settles();
            assertSame(a, web.backend("a"));
            assertEquals(List.of("a"), web.serving());
        }
    }

    @Test
    void aFailedDiscoveryEmptiesThePoolIfThatIsWanted() {
        try (var web = new PoolSettings().onFailure(OnFailure.SET_EMPTY).start()) {
            web.finds(spec("a"));
            web.discovery.fails("the source is gone");
            web.settles();
            assertEquals(List.of(), web.all());
            web.finds(spec("a"));
            assertEquals(List.of("a"), web.serving());
        }
    }

    @Test
    void anEmptyAnswerKeepsTheMembersUnlessItIsAllowed() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"));
            web.finds();
            assertEquals(List.of("a"), web.serving());
        }
        try (var web = new PoolSettings().allowEmpty().start()) {
            web.finds(spec("a"));
            web.finds();
            assertEquals(List.of(), web.serving());
        }
    }

    @Test
    void anAnswerWithOneIdTwiceChangesNothing() {
        try (var web = new PoolSettings().start()) {
            web.finds(spec("a"), spec("b"));
            web.finds(spec("c"), spec("d"), spec("c"));
            assertEquals(List.of("a", "b"), web.serving());
        }
    }

    @Test
    void aFirstDiscoveryThatFailsMakesThePoolReadyAndEmpty() {
        try (var web = new PoolSettings().start()) {
            web.discovery.fails("not there yet");
            web.settles();
            assertTrue(web.pool.ready().isDone());
            assertEquals(List.of(), web.all());
            web.finds(spec("a"));
            assertEquals(List.of("a"), web.serving());
        }
    }
}
