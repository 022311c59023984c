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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StickyTest {

    @Test
    void theHashIsTheSameOnEveryMachineAndInEveryVersion() {
        long ipv4 = ClientKey.SOURCE.hash(client("192.0.2.1"));
        long ipv6 = ClientKey.SOURCE.hash(client("2001:db8::1"));

        assertEquals(0xD4FC_BD6B_A845_2433L, ipv4);
        assertEquals(0x6BC3_47F6_D42B_93B7L, ipv6);
        assertEquals(0x9F93_8B5F_323C_B7CAL, StickyHash.backend("10.0.0.1:80"));
        assertEquals(0xA2BC_F935_6880_B16BL, StickyHash.backend("bäckend-ß-€"));
        assertEquals(0x4E0F_901F_F094_BAEDL, StickyHash.draw(ipv4, StickyHash.backend("10.0.0.1:80")));
    }

    @Test
    void theChoiceIsTheSameOnEveryMachineAndInEveryVersion() {
        Candidates all = candidates(weighing("b1", 1), weighing("b2", 2), weighing("b3", 3), weighing("b4", 4), weighing("b5", 5));
        var choices = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            choices.append(sticky().pick(all, client("10.1.2." + i)).id().charAt(1));
        }

        assertEquals("3343315153522335342352545154554453443431", choices.toString());
    }

    @Test
    void thePortDoesNotMatter() {
        Candidates all = Candidates.of(backends(10));
        InetAddress address = InetAddress.ofLiteral("198.51.100.7");
        Backend first = sticky().prepare(all).pick(all, Client.of(address, 1));

        IntStream.range(2, 1_000).forEach(port -> assertSame(first, sticky().prepare(all).pick(all, Client.of(address, port))));
    }

    @Test
    void theOrderOfTheBackendsDoesNotMatter() {
        var all = backends(10);
        var reversed = all.reversed();

        assertEquals(choices(all, sequentialIpv4("10.0.0.0")), choices(reversed, sequentialIpv4("10.0.0.0")));
    }

    static Stream<List<Client>> clients() {
        return Stream.of(sequentialIpv4("10.0.0.0"), sequentialIpv4("192.168.0.0"), ipv4(i -> 0x0A00_0001 + i * 256), ipv6());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void threeAreWithinFivePercentOfEven(List<Client> clients) {
        assertWithin(0.05, counts(backends(3), clients), CLIENTS / 3.0);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void tenAreWithinFivePercentOfEven(List<Client> clients) {
        assertWithin(0.05, counts(backends(10), clients), CLIENTS / 10.0);
    }

    /** Drawn evenly, one of ten strays from even by 2 % as its standard deviation: no hash can make that less. */
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
    void servesInProportionToWeight() {
        var counts = counts(List.of(weighing("b1", 1), weighing("b2", 2), weighing("b3", 5)), sequentialIpv4("10.0.0.0"));

        assertEquals(CLIENTS / 8.0, counts.get("b1"), CLIENTS / 8.0 * 0.05);
        assertEquals(CLIENTS / 4.0, counts.get("b2"), CLIENTS / 4.0 * 0.05);
        assertEquals(CLIENTS * 0.625, counts.get("b3"), CLIENTS * 0.625 * 0.05);
    }

    @ParameterizedTest
    @MethodSource("weights")
    void aBackendThatGoesMovesOnlyItsOwnClientsAndTheyReturnWithIt(IntFunction<Integer> weight) {
        var all = IntStream.rangeClosed(1, 10).mapToObj(i -> weighing("b" + i, weight.apply(i))).toList();
        var clients = sequentialIpv4("10.0.0.0");
        var before = choices(all, clients);
        for (TestBackend gone : all) {
            var rest = all.stream().filter(backend -> backend != gone).toList();

            var without = choices(rest, clients);

            for (int i = 0; i < clients.size(); i++) {
                if (before.get(i) == gone) {
                    assertNotEquals(gone, without.get(i));
                } else {
                    assertSame(before.get(i), without.get(i));
                }
            }
        }
        assertEquals(before, choices(all, clients));
    }

    static Stream<IntFunction<Integer>> weights() {
        return Stream.of(_ -> 1, i -> i, i -> i * i * 7 % 13 + 1);
    }

    @Test
    void theClientsOfABackendThatGoesAreSpreadOverTheOthers() {
        var all = backends(4);
        var clients = sequentialIpv4("10.0.0.0");
        var before = choices(all, clients);
        var orphans = IntStream.range(0, clients.size()).filter(i -> before.get(i) == all.get(0)).mapToObj(clients::get).toList();

        assertWithin(0.1, counts(all.subList(1, 4), orphans), orphans.size() / 3.0);
    }

    @Test
    void aHigherWeightOnlyDrawsClientsIn() {
        var before = List.of(weighing("b1", 3), weighing("b2", 5), weighing("b3", 4));
        var after = List.of(weighing("b1", 3), weighing("b2", 9), weighing("b3", 4));
        var clients = sequentialIpv4("10.0.0.0");
        var was = choices(before, clients);
        var is = choices(after, clients);

        for (int i = 0; i < clients.size(); i++) {
            if (!is.get(i).id().equals("b2")) {
                assertEquals(was.get(i).id(), is.get(i).id());
            }
        }
    }

    @Test
    void picksAmongSomeAsIfPreparedForThem() {
        var all = backends(10);
        var some = new ArrayList<>(all.subList(2, 7));
        Collections.reverse(some);
        Strategy preparedForAll = Picks.prepared(sticky(), all);
        Candidates others = Candidates.of(some);

        sequentialIpv4("10.0.0.0")
                .forEach(client -> assertSame(sticky().prepare(others).pick(others, client), preparedForAll.pick(others, client)));
    }

    @Test
    void weightZeroServesOnlyAmongItsLike() {
        assertEquals(Map.of("b", CLIENTS),
                counts(List.of(weighing("a", 0), weighing("b", 1), weighing("c", 0)), sequentialIpv4("10.0.0.0")));
        assertWithin(0.05, counts(List.of(weighing("b1", 0), weighing("b2", 0), weighing("b3", 0)), sequentialIpv4("10.0.0.0")),
                CLIENTS / 3.0);
    }

    @Test
    void onlyTheLowestPriorityServes() {
        var mixed = List.of(named("a").at(2), named("b").at(1), named("c").at(3));

        assertEquals(Map.of("b", CLIENTS), counts(mixed, sequentialIpv4("10.0.0.0")));
    }

    private static List<TestBackend> backends(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> named("10.0.0." + i + ":80")).toList();
    }

    private static List<Backend> choices(List<? extends Backend> backends, List<Client> clients) {
        Candidates all = Candidates.of(backends);
        Strategy sticky = sticky().prepare(all);
        return clients.stream().map(client -> sticky.pick(all, client)).toList();
    }

    private static Map<String, Integer> counts(List<? extends Backend> backends, List<Client> clients) {
        var counts = new HashMap<String, Integer>();
        choices(backends, clients).forEach(backend -> counts.merge(backend.id(), 1, Integer::sum));
        return counts;
    }

    private static void assertWithin(double part, Map<String, Integer> counts, double expected) {
        counts.forEach((id, count) -> assertEquals(expected, count, expected * part, () -> id + " of " + counts));
    }

    private static Strategy sticky() {
        return new Sticky(ClientKey.SOURCE, LoadBound.NONE);
    }
}
