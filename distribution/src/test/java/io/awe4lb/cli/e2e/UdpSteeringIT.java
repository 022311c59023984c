package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Which backend a client of UDP has, while backends fall ill, are full, and are taken out by hand. */
@ParameterizedClass
@ValueSource(strings = {"linux", "nio"})
class UdpSteeringIT extends Administered {

    private static final int SOURCES = 16;

    @Parameter
    String transport = "";

    private NamedDatagrams first;
    private NamedDatagrams second;
    private Awe4lb awe4lb;
    private Api api;

    @BeforeEach
    void serve() throws Exception {
        first = opened.add(new NamedDatagrams("first"));
        second = opened.add(new NamedDatagrams("second"));
        awe4lb = administered(
                admin() + """
                        transport: %1$s
                        listeners:
                          moving: {bind: "127.0.0.1:0", protocol: udp, pool: moving}
                          staying: {bind: "127.0.0.1:0", protocol: udp, pool: staying}
                          closing: {bind: "127.0.0.1:0", protocol: udp, pool: closing}
                          full: {bind: "127.0.0.1:0", protocol: udp, pool: full}
                          weighed: {bind: "127.0.0.1:0", protocol: udp, pool: weighed, udp: {maxRequests: 1, maxResponses: 1}}
                          sticky: {bind: "127.0.0.1:0", protocol: udp, pool: sticky, udp: {maxResponses: 1}}
                        pools:
                          moving:
                            strategy: first
                            backends: [{address: "%2$s", name: first}, {address: "%3$s", name: second}]
                            healthCheck: {type: probe, protocol: udp, send: "%4$s", expect: "%5$s", interval: 100ms, timeout: 10s, rise: 1, fall: 1}
                          staying:
                            strategy: first
                            onDown: keep
                            backends: [{address: "%2$s", name: first}, {address: "%3$s", name: second}]
                            healthCheck: {type: probe, protocol: udp, send: "%4$s", expect: "%5$s", interval: 100ms, timeout: 10s, rise: 1, fall: 1}
                          closing:
                            strategy: first
                            onDown: close
                            backends: [{address: "%2$s", name: first}, {address: "%3$s", name: second}]
                            healthCheck: {type: probe, protocol: udp, send: "%4$s", expect: "^y.s$", match: regex, interval: 100ms, timeout: 10s, rise: 1, fall: 1}
                          weighed:
                            strategy: round-robin
                            backends: [{address: "%2$s", name: first, weight: 3}, {address: "%3$s", name: second}]
                          full:
                            strategy: first
                            backends: [{address: "%2$s", name: first, maxConnections: 2}, {address: "%3$s", name: second}]
                          sticky:
                            strategy: {type: sticky, by: source}
                            backends: [{address: "%2$s", name: first}, {address: "%3$s", name: second}]
                        """
                        .formatted(transport, first, second, NamedDatagrams.CHECK, NamedDatagrams.WELL));
        api = api(awe4lb);
    }

    @Test
    void aClientHasTheBackendThatItOughtToHave() throws Exception {
        sessionsOfABackendThatIsDownChooseAgainOrStay();
        aFullBackendGetsNoMore();
        eachDatagramIsAChoiceByWeight();
        aDrainAndMaintenanceLeaveSessionsAlone();
        aSourceKeepsItsBackendFromEveryPortAndInEverySession();
        Reply listener = api.get("/api/v1/listeners/sticky").with(200);
        assertEquals("udp", listener.at("/protocol"));
        assertEquals(3 * SOURCES + " " + 3 * SOURCES, listener.at("/datagrams/in") + " " + listener.at("/datagrams/out"));
    }

    private void sessionsOfABackendThatIsDownChooseAgainOrStay() throws Exception {
        Asker moving = asker("moving");
        Asker staying = asker("staying");
        Asker closing = asker("closing");
        assertEquals("first", moving.asks("1"));
        assertEquals("first", staying.asks("1"));
        assertEquals("first", closing.asks("1"));

        first.fallsIll();
        Eventually.until("it is down", () -> newcomer("moving").equals("second") && newcomer("staying").equals("second"));
        String accepted = accepted("moving");
        assertEquals("second", moving.asks("2"), "reselect");
        assertEquals("first", staying.asks("2"), "keep");
        Eventually.until("its session is closed", () -> closed("closing", "backend_down") > 0);
        assertEquals("second", closing.asks("2"), "close");
        assertEquals(accepted, accepted("moving"), "it is the same session");

        first.recovers();
        Eventually.until("it is up", () -> newcomer("moving").equals("first"));
        assertEquals("second", moving.asks("3"), "nobody is sent back");
    }

    private void eachDatagramIsAChoiceByWeight() throws Exception {
        Asker client = asker("weighed");
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            answers.merge(client.asks("question " + i), 1, Integer::sum);
        }
        assertEquals(Map.of("first", 9, "second", 3), answers);
    }

    private int closed(String listener, String reason) throws Exception {
        String closed = api.get("/api/v1/listeners/" + listener).with(200).at("/counters/closed/" + reason);
        return closed.isEmpty() ? 0 : Integer.parseInt(closed);
    }

    private void aFullBackendGetsNoMore() throws Exception {
        assertEquals("first", newcomer("full"));
        assertEquals("first", newcomer("full"));
        assertEquals("second", newcomer("full"));
        assertEquals("2", api.delete("/api/v1/connections?pool=full&backend=first", Api.ANY).with(200).at("/closed"));
    }

    private void aDrainAndMaintenanceLeaveSessionsAlone() throws Exception {
        Asker old = asker("full");
        assertEquals("first", old.asks("1"));
        for (String state : new String[] {"drain", "maint"}) {
            firstBecomes(state);
            assertEquals("first", old.asks(state));
            assertEquals("second", newcomer("full"));
        }
        firstBecomes("ready");
        assertEquals("first", newcomer("full"));
    }

    private void firstBecomes(String state) throws Exception {
        api.put(pool("full") + "/backends/first/admin-state", Api.ANY, "{\"state\": \"%s\"}".formatted(state)).with(200);
    }

    private void aSourceKeepsItsBackendFromEveryPortAndInEverySession() throws Exception {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < SOURCES; i++) {
            String source = "127.0.7." + (i + 1);
            String backend = asker(source, "sticky").asks("1");
            Asker another = asker(source, "sticky");
            assertEquals(backend, another.asks("from another port"));
            assertEquals(backend, another.asks("in another session"));
            all.add(backend);
        }
        assertEquals(Set.of("first", "second"), all);
        Eventually.until("each answer has ended a session",
                () -> api.get("/api/v1/listeners/sticky").at("/counters/closed/normal").equals(Integer.toString(3 * SOURCES)));
    }

    private String newcomer(String listener) throws Exception {
        return asker(listener).asks("somebody new");
    }

    private String accepted(String listener) throws Exception {
        return api.get("/api/v1/listeners/" + listener).at("/counters/accepted");
    }

    private Asker asker(String listener) throws Exception {
        return asker("127.0.0.1", listener);
    }

    private Asker asker(String source, String listener) throws Exception {
        InetSocketAddress address = awe4lb.address(listener);
        return opened.add(new Asker(source, address));
    }
}
