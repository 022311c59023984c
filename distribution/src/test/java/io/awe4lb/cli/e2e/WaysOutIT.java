package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How backends get out of a pool by what clients meet with, how they get back in, and when nobody is let out any more. */
class WaysOutIT extends Administered {

    private Api api;
    private Awe4lb awe4lb;

    private void serving(String pools) throws Exception {
        StringBuilder listeners = new StringBuilder();
        for (String line : pools.split("\n")) {
            if (line.matches("  \\w+:.*")) {
                String pool = line.strip().split(":")[0];
                listeners.append("  %s: {bind: \"127.0.0.1:0\", pool: %s}\n".formatted(pool, pool));
            }
        }
        awe4lb = administered(admin() + "listeners:\n" + listeners + "pools:\n" + pools);
        api = api(awe4lb);
    }

    private String of(String pool, Object backend, String pointer) throws Exception {
        return api.get(backend(pool, backend)).with(200).at(pointer);
    }

    private Map<String, Integer> spread(String listener, int connections) throws Exception {
        return Load.spread(awe4lb.address(listener), connections, 1);
    }

    @Test
    void aBackendThatResetsConnectionsIsEjectedWhereTheyAreCounted() throws Exception {
        serving("""
                  counting: &pool
                    strategy: round-robin
                    backends: ["%s", "%s"]
                    passiveHealth: {failures: 1000, resets: 3, ejection: 1h}
                  lenient:
                    <<: *pool
                    passiveHealth: {failures: 1000, ejection: 1h}
                """.formatted(a, b));
        List<Peer> clients = new ArrayList<>();
        for (String listener : List.of("counting", "lenient")) {
            InetSocketAddress address = awe4lb.address(listener);
            for (int i = 0; i < 6; i++) {
                Peer client = client(address);
                if (client.line().equals("a")) {
                    clients.add(client);
                }
            }
        }
        assertEquals(6, clients.size());
        a.dies();
        clients.forEach(Peer::seesReset);
        a.comesBack();
        Eventually.until("it is ejected", () -> of("counting", a, "/ejected").equals("true"));
        awe4lb.says("backend " + a + ": no new connections for 3600000 ms: connections that it reset: 3");
        assertEquals(Map.of("b", 10), spread("counting", 10));
        assertEquals("false", of("lenient", a, "/ejected"));
        assertEquals(Map.of("a", 5, "b", 5), spread("lenient", 10));
    }

    @Test
    void noMoreThanHalfOfThePoolIsEjectedUnlessMoreMayBe() throws Exception {
        serving("""
                  half: &pool
                    strategy: round-robin
                    backends: ["%s", "%s"]
                    passiveHealth: {ejection: 1h}
                  all:
                    <<: *pool
                    passiveHealth: {ejection: 1h, maxEjectedPercent: 100}
                """.formatted(a, b));
        a.stops();
        b.stops();
        for (String pool : List.of("half", "all")) {
            client(awe4lb.address(pool)).isClosed();
        }
        Eventually.until("both are ejected", () -> (of("all", a, "/ejected") + of("all", b, "/ejected")).equals("truetrue"));
        Eventually.until("one is ejected", () -> List.of("truefalse", "falsetrue")
                .contains(of("half", a, "/ejected") + of("half", b, "/ejected")));
        awe4lb.says("it goes on serving, because no more than 50 % of the pool may be ejected: connect failed: ");
        a.comesBack();
        b.comesBack();
        client(awe4lb.address("all")).isClosed();
        assertEquals(1, spread("half", 6).size(), "one serves");
    }

    @Test
    void aBackendThatIsBackStartsSlowly() throws Exception {
        Listening health = listening("127.0.2.1", 0);
        listening("127.0.2.2", health.port());
        NamedBackend cold = backend("cold", "127.0.2.1");
        NamedBackend warm = backend("warm", "127.0.2.2");
        serving("""
                  exact: &pool
                    strategy: round-robin
                    backends: ["%s", "%s"]
                    healthCheck: {type: tcp, port: %d, interval: 50ms, rise: 1, fall: 1}
                    slowStart: 1h
                  chance:
                    <<: *pool
                    strategy: weight
                """.formatted(cold, warm, health.port()));
        Eventually.until("both serve", () -> of("exact", cold, "/serves").equals("true"));
        assertEquals("1.0", of("exact", cold, "/share"));
        health.close();
        for (String pool : List.of("exact", "chance")) {
            Eventually.until("it is down", () -> of(pool, cold, "/serves").equals("false"));
        }
        listening("127.0.2.1", health.port());
        for (String pool : List.of("exact", "chance")) {
            Eventually.until("it is back", () -> of(pool, cold, "/serves").equals("true"));
            assertEquals("1 0.05", of(pool, cold, "/weight") + " " + of(pool, cold, "/share"));
        }
        assertEquals(Map.of("cold", 2, "warm", 40), spread("exact", 42));
        int ofChance = spread("chance", 210).getOrDefault("cold", 0);
        assertTrue(ofChance < 50, () -> "10 are to be expected of 210, and it got " + ofChance);
    }

    @Test
    void inAPanicAllAreUsed() throws Exception {
        int nobodyListens;
        try (var gone = new Listening()) {
            nobodyListens = gone.port();
        }
        serving("""
                  panicking: &pool
                    strategy: round-robin
                    backends: ["%s", "%s"]
                    healthCheck: {type: tcp, port: %d, interval: 50ms, fall: 1}
                    panicPercent: 50
                  calm:
                    <<: *pool
                    panicPercent: 0
                """.formatted(a, b, nobodyListens));
        Eventually.until("it panics", () -> api.get(pool("panicking")).with(200).at("/panic").equals("true"));
        awe4lb.says("pool panicking: 0 of 2 backends are healthy, fewer than 50 %: all of them are used");
        assertEquals("down true", of("panicking", a, "/health/status") + " " + of("panicking", a, "/serves"));
        assertEquals(Map.of("a", 5, "b", 5), spread("panicking", 10));
        Eventually.until("nobody serves", () -> (of("calm", a, "/serves") + of("calm", b, "/serves")).equals("falsefalse"));
        client(awe4lb.address("calm")).isClosed();
        assertEquals("false", api.get(pool("calm")).with(200).at("/panic"));
    }
}
