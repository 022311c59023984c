package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StrategyIT extends EndToEnd {

    private static final int CONNECTIONS = 1_500;
    private static final int THREADS = 8;
    /** A right spread is farther off once in 500 million runs. */
    private static final int SIGMAS = 6;

    @Test
    void roundRobinServesOneAfterTheOther() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: ["%s", "%s", "%s"]
                """, backend("a"), backend("b"), backend("c")).address("web");

        assertEquals("abcabcabcabcabc", served(web, 15));
    }

    @Test
    void roundRobinIsExactForThePoolHoweverManyConnectAtOnce() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: ["%s", "%s", "%s"]
                """, backend("a"), backend("b"), backend("c")).address("web");

        assertEquals(Map.of("a", 400, "b", 400, "c", 400), Load.spread(web, 1_200, THREADS));
    }

    @Test
    void roundRobinSpreadsTheTurnsOfAHeavyBackendOverTheCycle() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: [{address: "%s", weight: 5}, "%s", "%s"]
                """, backend("a"), backend("b"), backend("c")).address("web");

        assertEquals("aabacaa".repeat(3), served(web, 21));
    }

    @Test
    void weightServesInProportion() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: weight
                    backends: [{address: "%s", weight: 6}, {address: "%s", weight: 3}, "%s", {address: "%s", weight: 0}]
                """, backend("a"), backend("b"), backend("c"), backend("never")).address("web");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        assertShare(0.6, "a", spread);
        assertShare(0.3, "b", spread);
        assertShare(0.1, "c", spread);
        assertEquals(3, spread.size(), spread::toString);
    }

    @Test
    void weightServesEvenlyWhereAllWeightsAreZero() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: weight
                    backends: [{address: "%s", weight: 0}, {address: "%s", weight: 0}]
                """, backend("a"), backend("b")).address("web");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        assertShare(0.5, "a", spread);
        assertShare(0.5, "b", spread);
    }

    @Test
    void aPoolThatNamesNoStrategyHasWeight() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    backends: [{address: "%s", weight: 3}, "%s"]
                """, backend("a"), backend("b")).address("web");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        assertShare(0.75, "a", spread);
        assertShare(0.25, "b", spread);
    }

    @Test
    void randomIsEvenWhateverTheWeights() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: random
                    backends: ["%s", {address: "%s", weight: 9}, "%s"]
                """, backend("a"), backend("b"), backend("c")).address("web");

        Map<String, Integer> spread = Load.spread(web, CONNECTIONS, THREADS);
        for (String name : List.of("a", "b", "c")) {
            assertShare(1 / 3.0, name, spread);
        }
    }

    @Test
    void leastConnectionsFillsUpEvenlyAndThenWhereConnectionsEnd() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: least-connections
                    backends: ["%s", "%s", {address: "%s", weight: 2}]
                """, backend("a"), backend("b"), backend("c")).address("web");
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
