package io.awe4lb.plugins.strategies;

import static io.awe4lb.plugins.strategies.Clients.CLIENTS;
import static io.awe4lb.plugins.strategies.Clients.client;
import static io.awe4lb.plugins.strategies.Clients.ipv4;
import static io.awe4lb.plugins.strategies.Clients.ipv6;
import static io.awe4lb.plugins.strategies.Clients.sequentialIpv4;
import static io.awe4lb.plugins.strategies.TestBackend.candidates;
import static io.awe4lb.plugins.strategies.TestBackend.named;
import static io.awe4lb.plugins.strategies.TestBackend.weighing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Strategy;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaglevTest {

    private static final int SIZE = 65_537;

    /** Written down from another implementation of the same definition. */
    @Test
    void theChoiceIsTheSameOnEveryMachineAndInEveryVersion() {
        Candidates all = candidates(weighing("b1", 1), weighing("b2", 2), weighing("b3", 3), weighing("b4", 4), weighing("b5", 5));
        Strategy maglev = new Maglev(ClientKey.SOURCE, LoadBound.NONE, 251).prepare(all);
        var choices = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            choices.append(maglev.pick(all, client("10.1.2." + i)).id().charAt(1));
        }

        assertEquals("2355412355435544511245524523353554532545", choices.toString());
    }

    @Test
    void thePortDoesNotMatter() {
        Candidates all = Candidates.of(backends(10));
        Strategy maglev = maglev().prepare(all);
        InetAddress address = InetAddress.ofLiteral("198.51.100.7");
        Backend first = maglev.pick(all, Client.of(address, 1));

        IntStream.range(2, 1_000).forEach(port -> assertSame(first, maglev.pick(all, Client.of(address, port))));
    }

    @Test
    void aNetworkIsServedByOne() {
        Candidates all = Candidates.of(backends(10));
        Strategy maglev = new Maglev(ClientKey.network(24, 64), LoadBound.NONE, SIZE).prepare(all);
        Backend first = maglev.pick(all, client("198.51.100.0"));

        IntStream.range(1, 256).forEach(i -> assertSame(first, maglev.pick(all, client("198.51.100." + i))));
        assertTrue(IntStream.range(0, 100).anyMatch(i -> maglev.pick(all, client("198.51." + i + ".0")) != first));
    }

    static Stream<List<Client>> clients() {
        return Stream.of(sequentialIpv4("10.0.0.0"), sequentialIpv4("192.168.0.0"), ipv4(i -> 0x0A00_0001 + i * 256), ipv6());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void tenAreWithinSevenPercentOfEven(List<Client> clients) {
        counts(backends(10), clients).forEach((id, count) -> assertEquals(CLIENTS / 10.0, count, CLIENTS / 10.0 * 0.07, id));
    }

    @Test
    void clientsFromAnywhereAreSpreadAsIfDrawn() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);

        var counts = counts(backends(10), ipv4(_ -> random.nextInt()));

        var even = backends(10).stream().collect(Collectors.toMap(Backend::id, _ -> 1.0));
        assertTrue(Picks.chiSquare(counts, even) < 45.1, counts::toString); // nine degrees of freedom: once in a million
    }

    @Test
    void onlyClientsOfOneThatCannotBePickedGoElsewhereAndEvenly() {
        var all = backends(10);
        Candidates candidates = Candidates.of(all);
        Candidates others = Candidates.of(all.subList(1, 10));
        Strategy maglev = maglev().prepare(candidates);
        var moved = new HashMap<String, Integer>();

        for (Client client : sequentialIpv4("10.0.0.0")) {
            Backend own = maglev.pick(candidates, client);
            Backend other = maglev.pick(others, client);
            if (own == all.getFirst()) {
                assertNotSame(own, other);
                moved.merge(other.id(), 1, Integer::sum);
            } else {
                assertSame(own, other);
            }
        }
        var even = all.subList(1, 10).stream().collect(Collectors.toMap(Backend::id, _ -> 1.0));
        assertTrue(Picks.chiSquare(moved, even) < 42.7, moved::toString); // eight degrees of freedom: once in a million
    }

    @Test
    void weightZeroServesOnlyAmongItsLike() {
        assertEquals(Map.of("b", CLIENTS),
                counts(List.of(weighing("a", 0), weighing("b", 1), weighing("c", 0)), sequentialIpv4("10.0.0.0")));
        assertEquals(3, counts(List.of(weighing("b1", 0), weighing("b2", 0), weighing("b3", 0)), sequentialIpv4("10.0.0.0")).size());
    }

    /** The choice among all is of weight 0 beside one that has a weight: it is no choice any more. */
    @Test
    void weightZeroDoesNotServeBesideOthersAmongSome() {
        var weightless = weighing("a", 0);
        var heavy = weighing("b", 1);
        Strategy maglev = Picks.prepared(maglev(), List.of(weightless, weighing("c", 0)));

        assertEquals(Map.of("b", 200), Picks.counted(200, maglev, candidates(weightless, heavy)));
    }

    @Test
    void onlyTheLowestPriorityServes() {
        var mixed = List.of(named("a").at(2), named("b").at(1), named("c").at(3));

        assertEquals(Map.of("b", CLIENTS), counts(mixed, sequentialIpv4("10.0.0.0")));
    }

    @Test
    void aSizeThatIsNoPrimeIsRefusedWithTheNextOne() {
        Options options = Options.defaults().with(MaglevProvider.TABLE_SIZE, 65_536);

        var refused = assertThrows(IllegalArgumentException.class, () -> new MaglevProvider().create(options));
        assertEquals("tableSize 65536 is not a prime number: the next one is 65537", refused.getMessage());
    }

    @Test
    void theLargestSizeServesAll() {
        Candidates all = Candidates.of(backends(200));
        Strategy maglev = new MaglevProvider().create(Options.defaults().with(MaglevProvider.TABLE_SIZE, 655_373)).prepare(all);
        var served = new HashSet<Backend>();
        sequentialIpv4("10.0.0.0").forEach(client -> served.add(maglev.pick(all, client)));

        assertEquals(200, served.size());
    }

    private static Strategy maglev() {
        return new Maglev(ClientKey.SOURCE, LoadBound.NONE, SIZE);
    }

    private static List<TestBackend> backends(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> named("10.0.0." + i + ":80")).toList();
    }

    private static Map<String, Integer> counts(List<TestBackend> backends, List<Client> clients) {
        Candidates all = Candidates.of(backends);
        Strategy maglev = maglev().prepare(all);
        var counts = new HashMap<String, Integer>();
        clients.forEach(client -> counts.merge(maglev.pick(all, client).id(), 1, Integer::sum));
        return counts;
    }
}
