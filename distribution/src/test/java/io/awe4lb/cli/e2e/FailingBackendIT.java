package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailingBackendIT extends EndToEnd {

    @Test
    void noClientFailsWhenABackendStopsUnderLoadAndItServesAgainWhenItIsBack() throws Exception {
        NamedBackend stopping = backend("b");
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: ["%s", "%s", "%s"]
                    healthCheck: {type: tcp, interval: 100ms, rise: 1, fall: 1}
                    passiveHealth: {ejection: 100ms}
                """, backend("a"), stopping, backend("c")).address("web");

        Load load = Load.begin(web, 6_000, 8);
        load.servesMore(1_000);
        load.betweenBeginnings(stopping::stops);
        load.servesMore(1_000);
        stopping.comesBack();
        int servedUntilNow = load.served("b");
        load.servesMore(1_000);
        Map<String, Integer> spread = load.completed();

        assertEquals(6_000, spread.values().stream().mapToInt(Integer::intValue).sum());
        Eventually.until("it serves again", () -> load.served("b") > servedUntilNow || isServedBy("b", web));
    }

    @Test
    void withoutAnyCheckNobodyNoticesABackendThatIsGone() throws Exception {
        NamedBackend stopping = backend("a");
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    backends: ["%s", "%s"]
                    passiveHealth: off
                """, stopping, backend("b")).address("web");

        stopping.stops();
        assertEquals(Map.of("b", 500), Load.spread(web, 500, 4));
    }

    @Test
    void onlyTheClientsOfABackendThatIsKilledAreResetAndTheNextOnesAreServed() throws Exception {
        NamedBackend killed = backend("a");
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: ["%s", "%s"]
                """, killed, backend("b")).address("web");
        List<Peer> ofKilled = new ArrayList<>();
        List<Peer> ofOther = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Peer client = client(web);
            (client.line().equals("a") ? ofKilled : ofOther).add(client);
        }
        assertEquals(10, ofKilled.size());

        killed.dies();
        for (Peer client : ofKilled) {
            client.seesReset();
        }
        for (Peer client : ofOther) {
            client.sends("still there?\n");
            client.receives("still there?\n");
        }
        assertEquals(Map.of("b", 200), Load.spread(web, 200, 4));
    }

    @Test
    void aClientIsClosedWhenNobodyServesAndServedWhenSomebodyIsBack() throws Exception {
        NamedBackend only = backend("a");
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    backends: ["%s"]
                    passiveHealth: {ejection: 200ms}
                """, only).address("web");
        only.stops();
        for (int i = 0; i < 10; i++) {
            client(web).isClosed();
        }
        only.comesBack();
        Eventually.until("it serves again", () -> isServedBy("a", web));
    }

    @Test
    void aPoolWithoutBackendsClosesItsClients() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: []}
                """).address("web");
        client(web).isClosed();
    }

    @Test
    void aHigherPriorityServesOnlyWhileNobodyOfALowerOneCan() throws Exception {
        NamedBackend first = backend("first");
        NamedBackend second = backend("second");
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: ["%s", {address: "%s", priority: 2}, {address: "%s", priority: 3}]
                    passiveHealth: {ejection: 200ms}
                """, first, second, backend("third")).address("web");
        assertEquals(Map.of("first", 30), Load.spread(web, 30, 3));

        first.stops();
        assertEquals(Map.of("second", 30), Load.spread(web, 30, 3));
        second.stops();
        assertEquals(Map.of("third", 30), Load.spread(web, 30, 3));

        first.comesBack();
        Eventually.until("the first serves again", () -> isServedBy("first", web));
    }

    @Test
    void aNameThatDoesNotResolveDoesNotKeepOthersFromServing() throws Exception {
        Awe4lb awe4lb = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {strategy: round-robin, backends: ["nobody.invalid:80", "%s"]}
                """, backend("b"));
        assertEquals(Map.of("b", 20), Load.spread(awe4lb.address("web"), 20, 2));
        assertTrue(awe4lb.isAlive());
    }

    /** Not if the client is closed instead, as it is when nobody serves. */
    private static boolean isServedBy(String name, InetSocketAddress address) throws Exception {
        try (Peer client = Peer.connect(address)) {
            return client.isGreetedBy(name);
        }
    }
}
