package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** All pools are served by one program, each by a listener of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class StrategyIT extends EndToEnd {

    private static final int CONNECTIONS = 1_500;
    private static final int THREADS = 8;
    /** A right spread is farther off once in 500 million runs. */
    private static final int SIGMAS = 6;

    private Awe4lb awe4lb;

    @BeforeAll
    void serve() throws Exception {
        prepareOnce();
        awe4lb = serving(
                """
                        listeners:
                          inTurn: {bind: "127.0.0.1:0", pool: inTurn}
                          exact: {bind: "127.0.0.1:0", pool: exact}
                          heavy: {bind: "127.0.0.1:0", pool: heavy}
                          inProportion: {bind: "127.0.0.1:0", pool: inProportion}
                          zero: {bind: "127.0.0.1:0", pool: zero}
                          unnamed: {bind: "127.0.0.1:0", pool: unnamed}
                          random: {bind: "127.0.0.1:0", pool: random}
                          leastConnections: {bind: "127.0.0.1:0", pool: leastConnections}
                        pools:
                          inTurn: {strategy: round-robin, backends: ["%1$s", "%2$s", "%3$s"]}
                          exact: {strategy: round-robin, backends: ["%1$s", "%2$s", "%3$s"]}
                          heavy: {strategy: round-robin, backends: [{address: "%1$s", weight: 5}, "%2$s", "%3$s"]}
                          inProportion: {strategy: weight, backends: [{address: "%1$s", weight: 6}, {address: "%2$s", weight: 3}, "%3$s", {address: "%4$s", weight: 0}]}
                          zero: {strategy: weight, backends: [{address: "%1$s", weight: 0}, {address: "%2$s", weight: 0}]}
                          unnamed: {backends: [{address: "%1$s", weight: 3}, "%2$s"]}
                          random: {strategy: random, backends: ["%1$s", {address: "%2$s", weight: 9}, "%3$s"]}
                          leastConnections: {strategy: least-connections, backends: ["%1$s", "%2$s", {address: "%3$s", weight: 2}]}
                        """,
                backend("a"), backend("b"), backend("c"), backend("never"));
    }

    @Test
    void roundRobinServesOneAfterTheOther() throws Exception {
        InetSocketAddress web = awe4lb.address("inTurn");

        assertEquals("abcabcabcabcabc", served(web, 15));
    }

    @Test
    void roundRobinIsExactForThePoolHoweverManyConnectAtOnce() throws Exception {
        InetSocketAddress web = awe4lb.address("exact");

        assertEquals(Map.of("a", 400, "b", 400, "c", 400), Load.spread(web, 1_200, THREADS));
    }

    @Test
    void roundRobinSpreadsTheTurnsOfAHeavyBackendOverTheCycle() throws Exception {
        InetSocketAddress web = awe4lb.address("heavy");

        assertEquals("aabacaa".repeat(3), served(web, 21));
    }

    @Test
    void weightServesInProportion() throws Exception {
        InetSocketAddress web = awe4lb.address("inProportion");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        assertShare(0.6, "a", spread);
        assertShare(0.3, "b", spread);
        assertShare(0.1, "c", spread);
        assertEquals(3, spread.size(), spread::toString);
    }

    @Test
    void weightServesEvenlyWhereAllWeightsAreZero() throws Exception {
        InetSocketAddress web = awe4lb.address("zero");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        assertShare(0.5, "a", spread);
        assertShare(0.5, "b", spread);
    }

    @Test
    void aPoolThatNamesNoStrategyHasWeight() throws Exception {
        InetSocketAddress web = awe4lb.address("unnamed");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        assertShare(0.75, "a", spread);
        assertShare(0.25, "b", spread);
    }

    @Test
    void randomIsEvenWhateverTheWeights() throws Exception {
        InetSocketAddress web = awe4lb.address("random");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        for (String name : List.of("a", "b", "c")) {
            assertShare(1 / 3.0, name, spread);
        }
    }

    @Test
    void leastConnectionsFillsUpEvenlyAndThenWhereConnectionsEnd() throws Exception {
        InetSocketAddress web = awe4lb.address("leastConnections");
        Map<String, List<Peer>> held = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            hold(web, held);
        }
        assertEquals(Map.of("a", 3, "b", 3, "c", 6), sizes(held));

        for (Peer client : held.remove("b")) {
            client.close();
        }
        Eventually.until("the next client gets to b", () -> {
            try (Peer client = Peer.connect(web)) {
                return client.line().equals("b");
            }
        });
    }

    /** One letter a connection, one connection after another. */
    private static String served(InetSocketAddress address, int connections) throws Exception {
        var names = new StringBuilder();
        for (int i = 0; i < connections; i++) {
            try (Peer client = Peer.connect(address)) {
                names.append(client.line());
            }
        }
        return names.toString();
    }

    private void hold(InetSocketAddress address, Map<String, List<Peer>> held) throws Exception {
        Peer client = client(address);
        held.computeIfAbsent(client.line(), _ -> new ArrayList<>()).add(client);
    }

    private static Map<String, Integer> sizes(Map<String, List<Peer>> lists) {
        Map<String, Integer> sizes = new TreeMap<>();
        lists.forEach((name, list) -> sizes.put(name, list.size()));
        return sizes;
    }

    private static void assertShare(double share, String name, Map<String, Integer> spread) {
        double expected = CONNECTIONS * share;
        double tolerance = SIGMAS * Math.sqrt(CONNECTIONS * share * (1 - share));
        assertEquals(expected, spread.getOrDefault(name, 0), tolerance, spread::toString);
    }
}
