package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Allocation;
import io.awe4lb.kernel.Eventually;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static final Strategy FIRST = (candidates, _) -> candidates.isEmpty() ? null : candidates.get(0);

    private final TestBackends backends = new TestBackends();

    private static String leased(Members members, PoolBackend... tried) {
        Lease lease = members.lease(Client.local(), List.of(tried));
        return lease == null ? "none" : lease.backend().id();
    }

    @Test
    void theLowestPriorityServesAlone() {
        Members members =
                Members.of(List.of(backends.tier("a", 2), backends.tier("b", 1), backends.tier("c", 0), backends.tier("d", 0)), FIRST);
        for (int i = 0; i < 5; i++) {
            assertEquals("c", leased(members));
        }
    }

    @Test
    void theNextTierServesWhenTheFirstIsFull() {
        PoolBackend a = backends.limited("a", 1, 1);
        PoolBackend b = backends.limited("b", 1, 1);
        Members members = Members.of(List.of(a, b, backends.tier("c", 2)), FIRST);
        assertEquals(List.of("a", "b", "c", "c"), Stream.generate(() -> leased(members)).limit(4).toList());
        a.release();
        assertEquals("a", leased(members));
    }

    @Test
    void theNextTierServesWhenTheFirstWasTried() {
        PoolBackend a = backends.tier("a", 1);
        PoolBackend b = backends.tier("b", 1);
        PoolBackend c = backends.tier("c", 2);
        Members members = Members.of(List.of(a, b, c), FIRST);
        assertEquals("b", leased(members, a));
        assertEquals("c", leased(members, a, b));
        assertEquals("none", leased(members, a, b, c));
        assertEquals(0, a.activeConnections());
    }

    @Test
    void theNextTierServesWhenNobodyOfTheFirstServes() {
        PoolBackend down = backends.down("a", 1);
        PoolBackend ejected = backends.tier("b", 1);
        ejected.eject(true);
        PoolBackend unresolved = backends.tier("c", 1);
        unresolved.resolved(List.of());
        Members members = Members.of(List.of(down, ejected, unresolved, backends.tier("d", 2)), FIRST);
        assertEquals("d", leased(members));
        assertEquals(List.of("a", "b", "c", "d"), members.all().stream().map(PoolBackend::id).toList());
    }

    @Test
    void withoutBackendsThereIsNoLease() {
        Members members = Members.of(List.of(), FIRST);
        assertEquals("none", leased(members));
        assertEquals(EndReason.NO_BACKEND, members.whyNone(List.of()));
    }

    @Test
    void itIsTheLimitWhenOneThatServesIsFull() {
        PoolBackend full = backends.limited("a", 1, 1);
        PoolBackend other = backends.tier("b", 2);
        Members members = Members.of(List.of(full, other), FIRST);
        assertEquals(EndReason.NO_BACKEND, members.whyNone(List.of()));
        assertEquals("a", leased(members));
        assertEquals("none", leased(members, other));
        assertEquals(EndReason.LIMIT, members.whyNone(List.of(other)));
    }

    @Test
    void itIsNotTheLimitOfOneThatRefusedOrIsDown() {
        PoolBackend refused = backends.limited("a", 1, 1);
        PoolBackend down = backends.limited("b", 1, 1);
        assertNotNull(refused.lease());
        assertNotNull(down.lease());
        down.update(TestBackends.DOWN);
        assertEquals(EndReason.NO_BACKEND, Members.of(List.of(refused, down), FIRST).whyNone(List.of(refused)));
    }

    @Test
    void aStrategyThatWantsNobodyIsHeard() {
        Members members = Members.of(List.of(backends.tier("a", 1), backends.limited("b", 1, 1)), (_, _) -> null);
        assertNull(members.lease(Client.local(), List.of()));
        assertNull(members.lease(Client.local(), List.of(members.all().getFirst())));
        assertEquals(EndReason.NO_BACKEND, members.whyNone(List.of()));
    }

    @Test
    void aStrategyIsPreparedForEachTierAndPicksAmongWhatItWasPreparedFor() {
        List<Candidates> prepared = new ArrayList<>();
        List<Candidates> picked = new ArrayList<>();
        Strategy strategy = new Strategy() {
            @Override
            public @Nullable Backend pick(Candidates candidates, Client client) {
                picked.add(candidates);
                return FIRST.pick(candidates, client);
            }

            @Override
            public Strategy prepare(Candidates all) {
                prepared.add(all);
                return this;
            }
        };
        PoolBackend a = backends.tier("a", 2);
        PoolBackend b = backends.limited("b", 1, 1);
        Members members = Members.of(List.of(a, b, backends.down("c", 1)), strategy);
        assertEquals(List.of("[b]", "[a]"), prepared.stream().map(Candidates::toString).toList(), "lowest first, who serves");
        leased(members);
        assertSame(prepared.getFirst(), picked.getLast());
        leased(members); // b is full
        assertSame(prepared.getLast(), picked.getLast());
        assertSame(a, picked.getLast().get(0));
    }

    @Test
    void theFullAndTheTriedAreNoCandidates() {
        List<String> asked = new ArrayList<>();
        Strategy strategy = (candidates, client) -> {
            asked.add(candidates.toString());
            return FIRST.pick(candidates, client);
        };
        PoolBackend a = backends.limited("a", 1, 1);
        PoolBackend b = backends.tier("b", 1);
        PoolBackend c = backends.tier("c", 1);
        Members members = Members.of(List.of(a, b, c), strategy);
        assertEquals("a", leased(members));
        assertEquals("c", leased(members, b));
        assertEquals(List.of("[a, b, c]", "[c]"), asked);
    }

    @Test
    void aStrategyThatPicksWhoIsNoCandidateFailsInsteadOfHoldingTheLoop() {
        PoolBackend full = backends.limited("a", 1, 1);
        Members members = Members.of(List.of(full, backends.tier("b", 1)), (_, _) -> full);
        assertEquals("a", leased(members));
        assertTimeoutPreemptively(Eventually.DEADLINE, () -> assertThrows(IllegalStateException.class, () -> leased(members)));
        PoolBackend refused = backends.tier("c", 1);
        Members stubborn = Members.of(List.of(refused, backends.tier("d", 1)), (_, _) -> refused);
        assertThrows(IllegalStateException.class, () -> leased(stubborn, refused));
        assertEquals(0, refused.activeConnections());
    }

    @Test
    void aLeaseIsGivenBackOnce() {
        PoolBackend a = backends.limited("a", 1, 2);
        Lease first = a.lease();
        Lease second = a.lease();
        assertNull(a.lease());
        first.close();
        first.close();
        assertEquals(1, a.activeConnections());
        second.close();
        assertEquals(0, a.activeConnections());
    }

    @Test
    void aLowerLimitHoldsFromTheNextLeaseOn() {
        PoolBackend a = backends.limited("a", 1, 3);
        List<Lease> leases = Stream.generate(a::lease).limit(3).toList();
        a.update(LivingPool.spec("a", 1, 1, 1));
        assertTrue(a.isFull());
        leases.subList(0, 2).forEach(Lease::close);
        assertNull(a.lease());
        leases.getLast().close();
        assertNotNull(a.lease());
    }

    @Test
    void theWayToALeaseAllocatesTheLeaseAlone() {
        Members members = Members.of(List.of(backends.limited("a", 1, 5), backends.tier("b", 2)), FIRST);
        List<PoolBackend> tried = List.of();
        int rounds = 10_000;
        int largestLease = 32; // a header, a reference and a flag
        Runnable task = () -> {
            for (int i = 0; i < rounds; i++) {
                members.lease(Client.local(), tried).close();
            }
        };
        task.run();
        long each = Allocation.of(task) / rounds;
        assertTrue(each <= largestLease, () -> each + " bytes");
    }
}
