package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weighing;
import static io.awe4lb.plugins.strategies.TestBackend.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadBoundTest {

    private static final int SIZE = 65_537;

    static Stream<Strategy> hashes() {
        return hashes(125);
    }

    private static Stream<Strategy> hashes(int percent) {
        return Stream.of(new Sticky(ClientKey.SOURCE, new LoadBound(percent)), new Maglev(ClientKey.SOURCE, new LoadBound(percent), SIZE));
    }

    @Test
    void isTheShareOfAllConnectionsWithTheNewOneTimesTheFactor() {
        Candidates all = candidates(weighing("a", 1).with(3), weighing("b", 3).with(12), named("c").at(2).with(100));

        assertEquals(16 * 1.25 / 4, new LoadBound(125).perShare(all, Tier.of(all)));
        assertEquals(Double.POSITIVE_INFINITY, LoadBound.NONE.perShare(all, Tier.of(all)));
    }

    /** All connections of one client: the bound alone spreads them. 1.25 × 1 000 / 4 is 312.5. */
    @ParameterizedTest
    @MethodSource("hashes")
    void nobodyHasMoreThanTheFactorAllows(Strategy hash) {
        var all = List.of(named("a"), named("b"), named("c"), named("d"));

        open(1_000, hash, all, List.of(Picks.ANYBODY));

        assertEquals(313, all.stream().mapToInt(TestBackend::activeConnections).max().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void theBoundIsInProportionToWeight(Strategy hash) {
        var all = weights(1, 2, 5);

        open(800, hash, all, List.of(Picks.ANYBODY));

        for (int i = 0; i < all.size(); i++) {
            int most = (int) Math.ceil(800 * List.of(1, 2, 5).get(i) / 8.0 * 1.25);
            assertTrue(all.get(i).activeConnections() <= most, all.get(i)::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void whoIsBelowKeepsItsClients(Strategy hash) {
        var all = List.of(named("a").with(10), named("b").with(10), named("c").with(10));
        Candidates candidates = Candidates.of(all);
        Strategy bounded = hash.prepare(candidates);
        Strategy unbounded = (hash instanceof Sticky
                ? new Sticky(ClientKey.SOURCE, LoadBound.NONE)
                : new Maglev(ClientKey.SOURCE, LoadBound.NONE, SIZE)).prepare(candidates);

        for (Client client : Clients.sequentialIpv4("10.0.0.0")) {
            assertSame(unbounded.pick(candidates, client), bounded.pick(candidates, client));
        }
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void aClientWhoseBackendHasTooMuchGoesAlwaysToTheSameOther(Strategy hash) {
        var all = List.of(named("a").with(10), named("b").with(10), named("c").with(10));
        Candidates candidates = Candidates.of(all);
        Strategy prepared = hash.prepare(candidates);
        var own = (TestBackend) prepared.pick(candidates, Picks.ANYBODY);

        own.with(20);
        var other = prepared.pick(candidates, Picks.ANYBODY);
        assertNotEquals(own, other);
        assertEquals(20, Picks.counted(20, prepared, candidates).get(other.id()));
        own.with(10);
        assertSame(own, prepared.pick(candidates, Picks.ANYBODY));
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void countsOnlyTheLowestPriority(Strategy hash) {
        var all = List.of(named("a"), named("b"), named("spare").at(2).with(1_000_000));

        open(100, hash, all, List.of(Picks.ANYBODY));

        assertEquals(63, Math.max(all.get(0).activeConnections(), all.get(1).activeConnections()));
        assertEquals(1_000_000, all.get(2).activeConnections());
    }

    @Test
    void aFactorOfOneHundredAndOneIsNearlyEven() {
        hashes(101).forEach(hash -> {
            var all = List.of(named("a"), named("b"), named("c"), named("d"));
            open(1_000, hash, all, Clients.sequentialIpv4("10.0.0.0"));
            all.forEach(backend -> assertEquals(250, backend.activeConnections(), 9, backend::toString));
        });
    }

    private static void open(int connections, Strategy hash, List<TestBackend> all, List<Client> clients) {
        Candidates candidates = Candidates.of(all);
        Strategy prepared = hash.prepare(candidates);
        for (int i = 0; i < connections; i++) {
            ((TestBackend) prepared.pick(candidates, clients.get(i % clients.size()))).opens();
        }
    }
}
