package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is wrong is answered with the right 4xx and a problem document; nothing changes, and nothing secret is logged. */
class BadInputTest {

    private static final String CONFIG = "/api/v1/config";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private Managed managed;
    private Client admin;

    @BeforeEach
    void begin() throws Exception {
        managed = Managed.usual();
        admin = managed.admin();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.INFO);
    }

    @AfterEach
    void nothingHasChangedAndNothingSecretIsLogged() throws Exception {
        root.setLevel(Level.WARN);
        root.detachAppender(log);
        assertEquals(1, managed.revision());
        assertEquals(Managed.CONFIG, managed.running().config().current().revision().text());
        managed.close();
        String lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
        assertFalse(lines.contains("token-of"), lines);
    }

    @Test
    void brokenJsonIsToldWithItsPlace() throws Exception {
        Answer answer = admin.put(CONFIG, "{\n  \"listeners\": {,}\n}", "If-Match", "*").isProblem(400, "malformed-json");
        assertEquals(2, answer.json().at("/errors/0/line").asInt(), answer.body());
        admin.patch(CONFIG, "{\"a\": 1} x", "If-Match", "*").isProblem(400, "malformed-json");
        admin.patch(CONFIG, "", "If-Match", "*").isProblem(400, "malformed-json");
        admin.patch(CONFIG, "{\"a\": 1, \"a\": 2}", "If-Match", "*").isProblem(400, "malformed-json");
        admin.patch(CONFIG, "[1]", "If-Match", "*").isProblem(422, "invalid-body");
        admin.post("/api/v1/session", "{\"token\"", "X", "y").isProblem(400, "malformed-json");
    }

    @Test
    void whoTriedToChangeWhatIsWrittenDown() throws Exception {
        admin.patch(CONFIG, "{\"x\": 1}", "If-Match", "*").isProblem(422, "invalid-configuration");
        managed.client(Managed.VIEWER).delete("/api/v1/listeners/web", "If-Match", "*").isProblem(403, "role-missing");
        managed.nobody().delete("/api/v1/listeners/web", "If-Match", "*").isProblem(401, "no-token");
        String audit = log.list.stream().filter(line -> line.getLoggerName().equals("awe4lb.audit")).map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
        assertEquals("""
                PATCH /api/v1/config by ann from 127.0.0.1: 422
                DELETE /api/v1/listeners/web by vera from 127.0.0.1: 403
                DELETE /api/v1/listeners/web by - from 127.0.0.1: 401""", audit);
    }

    @Test
    void brokenYamlIsInvalidConfiguration() throws Exception {
        for (String text : new String[] {"a: [", "- 1", "\t", "a: !!java.net.URL x", "x: *y", "", "listeners: {web: {}, web: {}}"}) {
            admin.putYaml(CONFIG, text.isEmpty() ? "# nothing" : text, "If-Match", "*").isProblem(422, "invalid-configuration");
        }
    }

    @Test
    void deepDocumentsAreRefused() throws Exception {
        admin.patch(CONFIG, "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000), "If-Match", "*").isProblem(400, "malformed-json");
        admin.putYaml(CONFIG, "[".repeat(5_000) + "]".repeat(5_000), "If-Match", "*").isProblem(422, "invalid-configuration");
    }

    @Test
    void unknownFieldsAreRefused() throws Exception {
        admin.putYaml(CONFIG, Managed.CONFIG + "extra: 1\n", "If-Match", "*").isProblem(422, "invalid-configuration");
        admin.patch("/api/v1/listeners/web", "{\"idel\": \"1s\"}", "If-Match", "*").isProblem(422, "invalid-configuration");
        Answer answer = admin.post("/api/v1/session", "{\"token\": \"x\", \"user\": \"y\"}").isProblem(422, "invalid-body");
        assertEquals("/user", answer.json().at("/errors/0/pointer").asText());
    }

    @Test
    void anotherTypeOfBodyIsRefused() throws Exception {
        admin.send("PUT", CONFIG, Managed.CONFIG, "If-Match", "*", "Content-Type", "text/plain").isProblem(415, "unsupported-media-type");
        admin.send("PUT", CONFIG, Managed.CONFIG, "If-Match", "*").isProblem(415, "unsupported-media-type");
        Answer answer = admin.send("PATCH", CONFIG, "{}", "If-Match", "*", "Content-Type", "application/json")
                .isProblem(415, "unsupported-media-type");
        assertEquals("application/merge-patch+json", answer.header("accept-patch").orElse(""));
        admin.send("PATCH", CONFIG, "{}", "If-Match", "*", "Content-Type", "application/merge-patch+json; charset=utf-16")
                .isProblem(415, "unsupported-media-type");
        admin.send("PATCH", CONFIG, "{}", "If-Match", "*", "Content-Type", "application/merge-patch+json", "Content-Encoding", "gzip")
                .isProblem(415, "unsupported-media-type");
    }

    @Test
    void bodiesThatAreTooLongAreRefused() throws Exception {
        admin.post("/api/v1/session", "{\"token\": \"" + "x".repeat(10 << 20) + "\"}").isProblem(413, "too-large");
        admin.putYaml(CONFIG, "#" + "x".repeat(17 << 20), "If-Match", "*").isProblem(413, "too-large");
        admin.putYaml(CONFIG, "#" + "x".repeat(10 << 20), "If-Match", "*").isProblem(413, "too-large");
        admin.putYaml(CONFIG, "# comment\n".repeat(1 << 20), "If-Match", "*").isProblem(422, "invalid-configuration");
        admin.put(CONFIG, "{\"a\": \"" + "x".repeat(10 << 20) + "\"}", "If-Match", "*").isProblem(400, "malformed-json");
    }

    @Test
    void aChunkedBodyThatIsTooLongIsRefusedToo() throws Exception {
        try (Raw raw = managed.raw()) {
            raw.sends(
                    "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            raw.sends("11000\r\n" + "x".repeat(0x11000) + "\r\n");
            raw.problem().isProblem(413, "too-large");
        }
    }

    @Test
    void idsWithOddCharactersNameNothing() throws Exception {
        for (String id : new String[] {"%20", "a%2Fb", "%E2%98%83", "a;b", "%27%22", "..%2F..%2Flivez", "x".repeat(500), "web+", "%25"}) {
            admin.get("/api/v1/pools/" + id).isProblem(404, "not-found");
            admin.delete("/api/v1/listeners/" + id, "If-Match", "*").isProblem(404, "not-found");
            admin.put("/api/v1/listeners/" + id, "{\"bind\": \"127.0.0.1:0\", \"pool\": \"web\"}", "If-None-Match", "*")
                    .isProblem(422, "invalid-configuration");
        }
    }

    @Test
    void pathsThatLeadElsewhereAreRefused() throws Exception {
        for (String path : new String[] {"/api/v1/../../livez", "/api/v1/%2e%2e/livez", "/api//v1/info", "/api/v1/%zz", "/api/v1/pools/%ff",
            "/api/v1/pools/%00", "/api/v1/pools/web%0A", "/api/v1/pools/..", "/api/v1/.%2e/x", "/api/v1/pools/a\\..\\b"}) {
            try (Raw raw = managed.raw()) {
                Answer answer =
                        raw.sends("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Managed.ADMIN + "\r\n\r\n")
                                .problem();
                assertTrue(answer.status() == 400 || answer.status() == 404, path + ": " + answer);
            }
        }
    }

    @Test
    void whatIsNotThereIsNotFoundAndSaysWhereToLook() throws Exception {
        for (String path : new String[] {"/api", "/api/v1", "/api/v1/nothing", "/metric", "/api/v1/config/", "/index.html"}) {
            assertTrue(managed.nobody().get(path).isProblem(404, "not-found").body().contains("/openapi.yaml"));
        }
    }

    @Test
    void methodsThatAPathDoesNotHaveAreToldWithThoseThatItHas() throws Exception {
        assertEquals("GET, PUT, PATCH, HEAD", admin.delete(CONFIG).isProblem(405, "method-not-allowed").header("allow").orElse(""));
        assertEquals("GET, HEAD", admin.post("/api/v1/pools", "{}").isProblem(405, "method-not-allowed").header("allow").orElse(""));
        assertEquals("POST", admin.get(CONFIG + "/validate").isProblem(405, "method-not-allowed").header("allow").orElse(""));
        for (String verb : new String[] {"OPTIONS", "TRACE", "PROPFIND"}) {
            admin.send(verb, "/api/v1/info", "").isProblem(405, "method-not-allowed");
        }
    }

    @Test
    void parametersThatAreNotThereAreRefused() throws Exception {
        Answer answer = admin.putYaml(CONFIG + "?dryrun=true", Managed.CONFIG.replace("weight: 3", "weight: 1"), "If-Match", "*")
                .isProblem(400, "bad-parameter");
        assertTrue(answer.body().contains("did you mean 'dryRun'?"), answer.body());
        admin.putYaml(CONFIG + "?dryRun=yes", Managed.CONFIG.replace("weight: 3", "weight: 1"), "If-Match", "*").isProblem(400,
                "bad-parameter");
        admin.putYaml(CONFIG + "?dryRun=true&dryRun=false", Managed.CONFIG, "If-Match", "*").isProblem(400, "bad-parameter");
        admin.get("/api/v1/connections?limit=0").isProblem(400, "bad-parameter");
        admin.get("/api/v1/connections?limit=many").isProblem(400, "bad-parameter");
        admin.get("/api/v1/events?since=-1").isProblem(400, "bad-parameter");
        admin.get("/api/v1/events?severity=fatal").isProblem(400, "bad-parameter");
        answer = admin.get("/api/v1/events?type=plugin,pluggin").isProblem(400, "bad-parameter");
        assertTrue(answer.body().contains("certificate, access, log_level") && answer.body().contains("not 'pluggin'"), answer.body());
        admin.get("/api/v1/connections/none").isProblem(400, "bad-parameter");
        admin.get(CONFIG + "?view=all").isProblem(400, "bad-parameter");
        admin.put("/api/v1/listeners/web", "{}", "If-None-Match", "\"x\"").isProblem(400, "bad-parameter");
    }

    @Test
    void whatIsNotThereIsToldWithWhatMayBeMeant() throws Exception {
        for (String path : List.of("listeners/wbe", "pools/wbe", "pools/wbe/backends/new")) {
            Answer answer = admin.get("/api/v1/" + path).isProblem(404, "not-found");
            assertTrue(answer.body().contains("did you mean 'web'?"), answer.body());
        }
        assertTrue(admin.patch("/api/v1/pools/wbe", "{}", "If-Match", "*").isProblem(404, "not-found").body().contains("'web'?"));
        assertTrue(admin.get("/api/v1/pools/web/backends/other").isProblem(404, "not-found").body()
                .contains("in pool web: there are 127.0.0.1:1, new"));
    }

    @Test
    void brokenJsonIsToldWithoutTheReadersWords() throws Exception {
        for (String body : List.of("{\"a\": [1,", "[".repeat(200), "{} {}", "{\"a\": 1, \"a\": 2}", "{'a': 1}", "nope",
                "[" + "1".repeat(200) + "]")) {
            String detail = admin.post(CONFIG + "/validate", body).isProblem(400, "malformed-json").body();
            assertFalse(detail.contains("Source") || detail.contains("Read") || detail.contains("`") || detail.contains("Feature"), detail);
        }
    }

    @Test
    void formsThatNobodyHasAreNotAcceptable() throws Exception {
        admin.get(CONFIG, "Accept", "text/html").isProblem(406, "not-acceptable");
        admin.get(CONFIG + "?view=effective", "Accept", "application/yaml").isProblem(406, "not-acceptable");
    }

    @Test
    void whatIsNoHttpIsAnsweredToo() throws Exception {
        for (String text : new String[] {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"}) {
            try (Raw raw = managed.raw()) {
                raw.sends(text).problem().isProblem(400, "bad-request");
            }
        }
    }

    @Test
    void headersThatAreTooLongAreRefused() throws Exception {
        try (Raw raw = managed.raw()) {
            raw.sends("GET /livez HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n").problem().isProblem(431,
                    "bad-request");
        }
        try (Raw raw = managed.raw()) {
            raw.sends("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n").problem().isProblem(414, "bad-request");
        }
    }

    @Test
    void aBodyThatEndsEarlyChangesNothing() throws Exception {
        try (Raw raw = managed.raw()) {
            raw.sends("PUT /api/v1/config HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Managed.ADMIN
                    + "\r\nIf-Match: *\r\nContent-Type: application/yaml\r\nContent-Length: 100\r\n\r\nadmin: off\n").halfCloses();
            raw.problem().isProblem(400, "bad-request");
        }
    }
}
