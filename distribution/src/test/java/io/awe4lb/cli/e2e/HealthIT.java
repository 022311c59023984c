package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthIT extends EndToEnd {

    /** Another port is checked than the one that serves, so that nothing but the check can notice. */
    @Test
    void aBackendWhoseChecksFailGetsNoMoreWorkUntilTheyPassAgain() throws Exception {
        Listening health = listening("127.0.1.1", 0);
        listening("127.0.1.2", health.port());
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: ["%s", "%s"]
                    healthCheck: {type: tcp, port: %s, interval: 50ms, rise: 2, fall: 3}
                """, backend("a", "127.0.1.1"), backend("b", "127.0.1.2"), health.port()).address("web");
        assertEquals(Map.of("a", 20, "b", 20), Load.spread(web, 40, 2));

        health.close();
        Eventually.until("b serves alone", () -> !Load.spread(web, 4, 1).containsKey("a"));
        assertEquals(Map.of("b", 20), Load.spread(web, 20, 2));

        listening("127.0.1.1", health.port());
        Eventually.until("a serves again", () -> Load.spread(web, 4, 1).containsKey("a"));
        assertEquals(Map.of("a", 20, "b", 20), Load.spread(web, 40, 2));
    }

    @Test
    void aBackendThatIsStillStartingServesAtOnce() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    backends: ["%s"]
                    healthCheck: {type: tcp, interval: 1h, rise: 2}
                """, backend("a")).address("web");
        assertEquals("a", client(web).line());
    }

    @Test
    void aBackendThatIsTakenForDownWaitsForItsChecks() throws Exception {
        Awe4lb awe4lb = serving("""
                listeners:
                  waiting: {bind: "127.0.0.1:0", pool: waiting}
                  risen: {bind: "127.0.0.1:0", pool: risen}
                pools:
                  waiting:
                    backends: &backends ["%s"]
                    healthCheck: {type: tcp, initial: down, interval: 1h, rise: 2}
                  risen:
                    backends: *backends
                    healthCheck: {type: tcp, initial: down, interval: 50ms, rise: 2}
                """, backend("a"));
        Eventually.until("it has risen", () -> client(awe4lb.address("risen")).isGreeted());
        client(awe4lb.address("waiting")).isClosed();
    }

    @Test
    void whenAllChecksFailClientsAreClosed() throws Exception {
        NamedBackend unhealthy = backend("a");
        int nobodyListens = portWithoutListener();
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    backends: ["%s"]
                    healthCheck: {type: tcp, port: %s, interval: 50ms, fall: 1}
                """, unhealthy, nobodyListens).address("web");
        Eventually.until("it is down", () -> !client(web).isGreeted());
        client(web).isClosed();
    }

    @Test
    void connectionsOfABackendThatGoesDownAreKeptOrClosedAsConfigured() throws Exception {
        Listening health = listening("127.0.1.1", 0);
        NamedBackend backend = backend("a");
        Awe4lb awe4lb = serving("""
                listeners:
                  keeping: {bind: "127.0.0.1:0", pool: keeping}
                  closing: {bind: "127.0.0.1:0", pool: closing}
                pools:
                  keeping: &pool
                    backends: ["%s"]
                    healthCheck: {type: tcp, port: %s, interval: 50ms, fall: 1}
                  closing:
                    <<: *pool
                    onDown: close
                """, backend, health.port());
        Peer kept = client(awe4lb.address("keeping"));
        kept.receives("a\n");
        Peer closed = client(awe4lb.address("closing"));
        closed.receives("a\n");

        health.close();
        closed.isClosed();
        Eventually.until("it is down for the other pool too", () -> !client(awe4lb.address("keeping")).isGreeted());
        kept.sends("still there?\n");
        kept.receives("still there?\n");
    }

    private int portWithoutListener() throws IOException {
        try (Listening gone = new Listening()) {
            return gone.port();
        }
    }
}
