package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategies that compute the backend from the client, with clients of many addresses. */
class HashStrategyIT extends EndToEnd {

    private static final int SOURCES = 40;

    @ParameterizedTest
    @ValueSource(strings = {"sticky", "maglev"})
    void aClientIsKeptAndOnlyThoseOfABackendThatStopsMove(String type) throws Exception {
        NamedBackend stopping = backend("b");
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: {type: %s, by: source}
                    backends: [{name: a, address: "%s"}, {name: b, address: "%s"}, {name: c, address: "%s"}]
                    passiveHealth: {ejection: 100ms}
                """, type, backend("a"), stopping, backend("c")).address("web");

        Map<String, String> before = servedBySource(web);
        assertEquals(Set.of("a", "b", "c"), Set.copyOf(before.values()));
        assertEquals(before, servedBySource(web), "asked again, from other ports");

        stopping.stops();
        Map<String, String> without = servedBySource(web);
        before.forEach((source, name) -> {
            if (name.equals("b")) {
                assertTrue(List.of("a", "c").contains(without.get(source)), without::toString);
            } else {
                assertEquals(name, without.get(source), source);
            }
        });

        stopping.comesBack();
        Eventually.until("everybody is back where he was", () -> servedBySource(web).equals(before));
    }

    private static Map<String, String> servedBySource(InetSocketAddress address) throws Exception {
        Map<String, String> names = new TreeMap<>();
        for (int i = 1; i <= SOURCES; i++) {
            String source = "127.0.0." + i;
            names.put(source, servedFrom(source, address));
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sticky", "maglev"})
    void theClientsOfANetworkStayTogether(String type) throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: {type: %s, by: source-network, ipv4Prefix: 28}
                    backends: [{name: a, address: "%s"}, {name: b, address: "%s"}, {name: c, address: "%s"}]
                """, type, backend("a"), backend("b"), backend("c")).address("web");

        Set<String> served = new TreeSet<>();
        for (int network = 0; network < 256; network += 16) {
            String first = servedFrom("127.0.9." + (network + 1), web);
            assertEquals(first, servedFrom("127.0.9." + (network + 7), web));
            assertEquals(first, servedFrom("127.0.9." + (network + 14), web));
            served.add(first);
        }
        assertEquals(Set.of("a", "b", "c"), served);
    }

    /** The tenth connection may make 1.25 × 10 / 2 = 6.25, so 7 of one backend; without a bound it would have all. */
    @ParameterizedTest
    @ValueSource(strings = {"sticky", "maglev"})
    void theClientsOfABackendThatHasTooMuchGoToAnotherOne(String type) throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: {type: %s, hashBalanceFactor: 125}
                    backends: [{name: a, address: "%s"}, {name: b, address: "%s"}]
                """, type, backend("a"), backend("b")).address("web");

        List<String> served = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            served.add(client(web).line());
        }
        assertEquals(7, served.stream().filter(served.getFirst()::equals).count(), served::toString);
    }

    private static String servedFrom(String source, InetSocketAddress address) throws Exception {
        try (Peer client = Peer.connectFrom(source, address)) {
            return client.line();
        }
    }
}
