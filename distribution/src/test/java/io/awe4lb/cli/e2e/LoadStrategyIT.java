package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Strategies that look at what backends have to do. */
class LoadStrategyIT extends EndToEnd {

    /** With two of them both are drawn each time, so nothing is left to chance but who is first. */
    @Test
    void twoChoicesFillUpInProportionToWeight() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: p2c
                    backends: ["%s", {address: "%s", weight: 2}]
                """, backend("a"), backend("b")).address("web");

        assertEquals(Map.of("a", 10, "b", 20), held(30, web));
    }

    @Test
    void twoChoicesKeepManyBackendsNearlyEven() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: p2c
                    backends: ["%s", "%s", "%s", "%s"]
                """, backend("a"), backend("b"), backend("c"), backend("d")).address("web");

        Map<String, Integer> held = held(200, web);
        held.forEach((name, count) -> assertEquals(50, count, 6, held::toString));
        assertEquals(4, held.size(), held::toString);
    }

    @Test
    void firstFillsOneAfterTheOtherAndGoesBackToTheFirstThatHasRoom() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: first
                    backends: [{address: "%s", maxConnections: 2}, {address: "%s", maxConnections: 1}, "%s"]
                """, backend("a"), backend("b"), backend("c")).address("web");

        Peer first = client(web);
        first.receives("a\n");
        for (String name : new String[] {"a", "b", "c", "c"}) {
            client(web).receives(name + "\n");
        }
        first.close();
        Eventually.until("the next client gets to a", () -> {
            try (Peer client = Peer.connect(web)) {
                return client.line().equals("a");
            }
        });
    }

    /** One connection moves what it can, the others next to nothing: least-connections would see one each. */
    @Test
    void leastBandwidthAvoidsABackendThatMovesMuchUntilThatIsOver() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: {type: least-bandwidth, halfLife: 100ms}
                    backends: ["%s", "%s", "%s"]
                """, backend("a"), backend("b"), backend("c")).address("web");
        Chatter busy = chatter(web);

        Eventually.until("50 clients in a row avoid " + busy.servedBy(), () -> served(50, web).getOrDefault(busy.servedBy(), 0) == 0);
        busy.goesOn();

        busy.ends();
        Eventually.until("clients get to " + busy.servedBy() + " again", () -> served(50, web).getOrDefault(busy.servedBy(), 0) >= 10);
    }

    private static Map<String, Integer> served(int clients, InetSocketAddress address) throws Exception {
        Map<String, Integer> served = new TreeMap<>();
        for (int i = 0; i < clients; i++) {
            try (Peer client = Peer.connect(address)) {
                served.merge(client.line(), 1, Integer::sum);
            }
        }
        return served;
    }

    /** Connects and stays. */
    private Map<String, Integer> held(int clients, InetSocketAddress address) throws Exception {
        Map<String, Integer> held = new TreeMap<>();
        for (int i = 0; i < clients; i++) {
            held.merge(client(address).line(), 1, Integer::sum);
        }
        return held;
    }
}
