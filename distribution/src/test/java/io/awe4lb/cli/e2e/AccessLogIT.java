package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log of a running program. */
class AccessLogIT extends Administered {

    private static final int MANY = 1_500;
    private static final long SEED = 7;

    private Path log() {
        return directory.resolve("access.log");
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "linux"})
    void whatClientsCountedIsWhatTheCountersAndTheLinesSumUpTo(String transport) throws Exception {
        Awe4lb awe4lb = administered("""
                transport: %s
                accessLog: {target: {file: "%s"}}
                """.formatted(transport, log()) + servingBoth());
        Traffic traffic = Traffic.of(web.address(), MANY, SEED);
        Api api = api(awe4lb);
        Eventually.until("all have ended", () -> api.get("/api/v1/stats").at("/totals/active").equals("0"));
        Reply stats = api.get("/api/v1/stats").with(200);
        Eventually.until("all are written", () -> api.get("/api/v1/stats").at("/accessLogs/0/written").equals(Integer.toString(MANY)));

        long in = 0;
        long out = 0;
        Set<Long> ids = new HashSet<>();
        List<String> lines = Files.readAllLines(log());
        for (String line : lines) {
            JsonNode json = json(line);
            assertEquals("normal", json.at("/end/reason").textValue(), line);
            in += json.at("/bytes/in").longValue();
            out += json.at("/bytes/out").longValue();
            ids.add(json.get("id").longValue());
        }
        assertEquals(MANY, lines.size());
        assertEquals(MANY, ids.size());
        assertEquals(traffic.sent(), in);
        assertEquals(traffic.received(), out);
        assertEquals(Integer.toString(MANY), stats.at("/totals/accepted"));
        assertEquals(Long.toString(traffic.sent()), stats.at("/totals/bytesIn"));
        assertEquals(Long.toString(traffic.received()), stats.at("/totals/bytesOut"));
        assertEquals("0", api.get("/api/v1/stats").at("/accessLogs/0/dropped"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "linux"})
    void inHaproxysFormatTheLinesSumUpToWhatClientsGot(String transport) throws Exception {
        Awe4lb awe4lb = administered("""
                transport: %s
                accessLog: {format: haproxy-tcp, target: {file: "%s"}}
                """.formatted(transport, log()) + servingBoth());
        Traffic traffic = Traffic.of(web.address(), MANY, SEED);
        Eventually.until("all are written",
                () -> api(awe4lb).get("/api/v1/stats").at("/accessLogs/0/written").equals(Integer.toString(MANY)));
        long out = 0;
        for (String line : Files.readAllLines(log())) {
            out += Long.parseLong(line.split(" ")[5]);
        }
        assertEquals(traffic.received(), out);
    }

    @Test
    void withoutConfigurationALineOfJsonGoesToStandardOutput() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Peer client = client(web.address());
        assertEquals("a", client.line());
        client.halfCloses();
        client.seesEnd();
        Eventually.until("the line", () -> awe4lb.out().lines().size() == 1);
        JsonNode json = json(awe4lb.out().lines().getFirst());
        assertEquals("end", json.get("event").textValue());
        assertEquals(a.toString(), json.get("backend").textValue());
        assertTrue(json.get("source").textValue().startsWith("127.0.0.1:"));
        assertEquals(2, json.at("/bytes/out").intValue());
    }

    @Test
    void aStopWritesWhatItCloses() throws Exception {
        Awe4lb awe4lb = serving("""
                shutdown: {drain: 100ms}
                accessLog: {target: {file: "%s"}}
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """, log(), web, a);
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Peer client = client(web.address());
            assertEquals("a", client.line());
            clients.add(client);
        }
        awe4lb.signal("TERM");
        awe4lb.exitCode();
        List<String> lines = Files.readAllLines(log());
        assertEquals(clients.size(), lines.size());
        for (String line : lines) {
            assertEquals("{\"reason\":\"shutdown\",\"side\":\"balancer\"}", json(line).get("end").toString());
        }
    }

    @Test
    void usr1OpensTheFileAnewAfterARename() throws Exception {
        Awe4lb awe4lb = serving("""
                accessLog: {target: {file: "%s"}}
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """, log(), web, a);
        Traffic.of(web.address(), 10, SEED);
        Eventually.until("ten lines", () -> Files.readAllLines(log()).size() == 10);
        Path renamed = Files.move(log(), directory.resolve("access.log.1"));
        awe4lb.signal("USR1");
        Eventually.until("it is told", () -> awe4lb.err().count("USR1: files of the access log are opened anew") == 1);
        Traffic.of(web.address(), 10, SEED);
        Eventually.until("ten lines in a new file", () -> Files.exists(log()) && Files.readAllLines(log()).size() == 10);
        assertEquals(10, Files.readAllLines(renamed).size());
    }

    @Test
    void aChangeOfTheConfigurationMovesTheLinesOfOneListenerAtOnce() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        api.patch(WEB, Api.ANY, """
                {"accessLog": {"target": {"file": "%s"}, "format": "haproxy-tcp"}}
                """.formatted(log())).with(200);
        Traffic.of(web.address(), 5, SEED);
        Eventually.until("five lines", () -> Files.readAllLines(log()).size() == 5);
        assertEquals(List.of(), awe4lb.out().lines());
        api.patch(WEB, Api.ANY, "{\"accessLog\": \"off\"}").with(200);
        Traffic.of(web.address(), 5, SEED);
        assertEquals(5, Files.readAllLines(log()).size());
        String problem = api.patch(WEB, Api.ANY, """
                {"accessLog": {"target": {"file": "/no/such/directory/access.log"}}}
                """).body();
        assertTrue(problem.contains("access log: cannot open /no/such/directory: no such directory"), problem);
    }
}
