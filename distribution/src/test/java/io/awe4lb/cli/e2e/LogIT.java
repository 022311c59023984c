package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the program tells of itself, as its configuration, a file of the user's or an operator wants it. */
class LogIT extends Administered {

    private static final Pattern READY = Pattern.compile("\"message\":\"ready in ");
    private static final Pattern ADMIN_SERVER = Pattern.compile("\"message\":\"admin server: ");
    private static final Pattern JSON_AUDIT = Pattern.compile("\\{.*\"logger\":\"awe4lb.audit\".*}");

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void asJsonEveryLineIsADocument() throws Exception {
        file = file("awe4lb.yaml", servingA() + "log: {format: json}\n");
        Awe4lb awe4lb = started("run", "-c", file.toString(), "--data", data.toString(), "--admin", "127.0.0.1:0");
        awe4lb.err().says(READY);
        awe4lb.err().says(ADMIN_SERVER);
        try (Peer client = Peer.connect(web.address())) {
            client.receives("a\n");
        }
        awe4lb.signal("TERM");
        assertEquals(143, awe4lb.exitCode());
        List<String> lines = awe4lb.err().complete().lines();
        assertTrue(lines.size() >= 5, lines::toString);
        for (String line : lines) {
            JsonNode document = mapper.readTree(line);
            for (String property : List.of("time", "level", "logger", "thread", "message")) {
                assertTrue(document.path(property).isTextual(), line);
            }
        }
    }

    @Test
    void formatAndLevelsChangeWithTheConfiguration() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        assertEquals(200,
                api.patch(CONFIG, "*", "{\"log\": {\"format\": \"json\", \"levels\": {\"io.awe4lb.kernel\": \"error\"}}}").status());
        awe4lb.err().says(JSON_AUDIT);
        assertEquals(List.of("configuration"), levels(api, "io.awe4lb.kernel", "error"));
        assertEquals(200, api.patch(CONFIG, "*", "{\"log\": null}").status());
        assertEquals(List.of(), levels(api, "io.awe4lb.kernel", "error"));
    }

    private List<String> levels(Api api, String logger, String level) throws Exception {
        List<String> origins = new java.util.ArrayList<>();
        for (JsonNode one : mapper.readTree(api.get("/api/v1/log/levels").body())) {
            if (one.path("logger").asText().equals(logger) && one.path("level").asText().equals(level)) {
                origins.add(one.path("origin").asText());
            }
        }
        return origins;
    }

    @Test
    void aLevelIsChangedWhileItRunsAndEverybodyIsTold() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        assertEquals(200, api.put("/api/v1/log/levels/awe4lb.audit", "*", "{\"level\": \"off\"}").status());
        assertEquals(200, api.put("/api/v1/log/levels/awe4lb.audit", "*", "{\"level\": \"info\"}").status());
        awe4lb.err().says(Pattern.compile("audit PUT /api/v1/log/levels/awe4lb.audit by root"));
        assertEquals(1, awe4lb.err().count("audit PUT"), "the first was not told: it is off by then");
        String events = api.get("/api/v1/events").body();
        assertTrue(events.contains("\"log_level\"") && events.contains("log level of awe4lb.audit: off"), events);
    }

    @Test
    void aFileOfTheUsersOwnHoldsInstead() throws Exception {
        Path home = Distribution.copyInto(directory);
        Files.writeString(home.resolve("conf/logback.xml"), Files.readString(home.resolve("conf/logback.xml.example"))
                .replace("%msg", "[mine] %msg"));
        file = file("awe4lb.yaml", servingA() + "log: {format: json}\n");
        Awe4lb awe4lb = started(Launch.of(home), "run", "-c", file.toString(), "--data", data.toString(), "--admin", "127.0.0.1:0");
        awe4lb.err().says(Pattern.compile("INFO {2}awe4lb \\[mine] ready in "));
        awe4lb.err().says(Pattern.compile("WARN {2}awe4lb \\[mine] 'log' of the configuration has no effect"));
        assertFalse(awe4lb.err().lines().stream().anyMatch(line -> line.startsWith("{")), awe4lb.err()::toString);
    }

    /** Also those that find no backend: the log tells of backends, not of clients. */
    @Test
    void connectionsLeaveNoLines() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        client(web.address()).receives("a\n");
        int before = awe4lb.err().lines().size();
        for (int i = 0; i < 200; i++) {
            try (Peer client = Peer.connect(web.address())) {
                client.receives("a\n");
            }
        }
        assertEquals(before, awe4lb.err().lines().size(), () -> awe4lb.err().lines().toString());
    }
}
