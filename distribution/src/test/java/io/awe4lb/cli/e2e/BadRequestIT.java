package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What comes in that should not: refused with a problem document, and nothing has changed, and clients are served meanwhile. */
@Order(1)
@TestInstance(Lifecycle.PER_CLASS)
class BadRequestIT extends Administered {

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private Api api;
    private Awe4lb awe4lb;
    private Chatter client;

    @BeforeAll
    void serve() throws Exception {
        prepareOnce();
        awe4lb = administered(servingA());
        api = api(awe4lb);
    }

    @BeforeEach
    void talk() throws Exception {
        client = chatter(web.address());
    }

    @AfterEach
    void nothingHasChanged() throws Exception {
        assertEquals(1, revision(api));
        assertEquals("ready", api.get(adminState(a)).with(200).at("/state"));
        client.goesOn();
        client.ends();
        assertEquals(0, awe4lb.err().count("\tat "), "stacks in the log");
    }

    @Test
    void brokenJson() throws Exception {
        for (String body : List.of("", "{", "nonsense", "{\"a\": 1,}", "{\"a\": 1} {}", "[1, 2", "{'a': 1}", "{\"a\": 1, \"a\": 2}",
                "\u0000")) {
            api.put(WEB, Api.ANY, body).refusedAs(400, "malformed-json");
            api.patch(CONFIG, Api.ANY, body).refusedAs(400, "malformed-json");
            api.put(adminState(a), Api.ANY, body).refusedAs(400, "malformed-json");
        }
    }

    @Test
    void deeplyNestedJsonAndManyKeys() throws Exception {
        api.patch(CONFIG, Api.ANY, "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)).refusedAs(400, "malformed-json");
        api.put(WEB, Api.ANY, "[".repeat(1_000_000)).refusedAs(400, "malformed-json");
        api.apply(Api.ANY, "[".repeat(100_000)).refusedAs(422, "invalid-configuration");
    }

    @Test
    void brokenYamlIsToldWithLineAndColumn() throws Exception {
        Reply reply = api.apply(Api.ANY, "listeners:\n  web: {bind: [\n").refusedAs(422, "invalid-configuration");
        assertTrue(reply.json().at("/errors/0/line").asInt() >= 2, reply::toString);
        assertTrue(reply.json().at("/errors/0/column").asInt() >= 1, reply::toString);
        api.apply(Api.ANY, "").refusedAs(422, "invalid-configuration");
        api.apply(Api.ANY, "a: &a [*a]\n").refusedAs(422, "invalid-configuration");
        api.apply(Api.ANY, "a: !!javax.script.ScriptEngineManager []\n").refusedAs(422, "invalid-configuration");
    }

    @Test
    void unknownFieldsAreNamedWithTheirPlace() throws Exception {
        Reply whole = api.apply(Api.ANY, servingA().replace("pool: web", "pol: web")).refusedAs(422, "invalid-configuration");
        whole.saying("/listeners/web/pol", "did you mean 'pool'?");
        api.patch(WEB, Api.ANY, "{\"bnid\": 1}").refusedAs(422, "invalid-configuration").saying("/listeners/web/bnid",
                "did you mean 'bind'?");
        api.put(adminState(a), Api.ANY, "{\"state\": \"drain\", \"nonsense\": 1}").refusedAs(422, "invalid-body").saying("/nonsense");
        api.put(adminState(a), Api.ANY, "{\"state\": \"dran\"}").refusedAs(422, "invalid-body").saying("/state", "ready, drain or maint");
        api.patch(backend("web", a), Api.ANY, "{\"weight\": -1}").refusedAs(422, "invalid-body").saying("/weight");
        api.patch(backend("web", a), Api.ANY, "{\"weight\": 1e99}").refusedAs(422, "invalid-body");
        api.patch(WEB + "?dryrun=true", Api.ANY, "{}").refusedAs(400, "bad-parameter").saying("dryRun");
        api.patch(WEB + "?dryRun=perhaps", Api.ANY, "{}").refusedAs(400, "bad-parameter");
        api.get("/api/v1/connections?limit=-1").refusedAs(400, "bad-parameter");
        api.get("/api/v1/connections?source=nonsense").refusedAs(400, "bad-parameter");
    }

    @Test
    void wrongContentTypes() throws Exception {
        String patch = "{\"timeouts\": {\"idle\": \"1h\"}}";
        api.write("PATCH", WEB, Api.ANY, JSON, patch).refusedAs(415, "unsupported-media-type").saying(MERGE_PATCH);
        api.write("PUT", CONFIG, Api.ANY, "text/html", servingBoth()).refusedAs(415, "unsupported-media-type").saying(YAML);
        api.write("PUT", CONFIG, Api.ANY, "application/x-www-form-urlencoded", "a=b").refusedAs(415, "unsupported-media-type");
        api.write("PUT", adminState(a), Api.ANY, "text/plain", "{\"state\": \"drain\"}").refusedAs(415, "unsupported-media-type");
        api.write("PATCH", WEB, Api.ANY, MERGE_PATCH + "; charset=utf-16", patch).refusedAs(415, "unsupported-media-type");
        api.write("PATCH", WEB, Api.ANY, MERGE_PATCH, patch, "Content-Encoding", "gzip").refusedAs(415, "unsupported-media-type");
        api.get(CONFIG, "Accept", "image/png").refusedAs(406, "not-acceptable");
    }

    @Test
    void bodiesOfManyMegabytes() throws Exception {
        String tenMegabytes = ("# " + "x".repeat(98) + "\n").repeat(100_000);
        api.put(adminState(a), Api.ANY, tenMegabytes).refusedAs(413, "too-large");
        api.as("").post("/api/v1/session", JSON, tenMegabytes).refusedAs(413, "too-large");
        api.apply(Api.ANY, tenMegabytes).refusedAs(422, "invalid-configuration");
        api.apply(Api.ANY, tenMegabytes + tenMegabytes).refusedAs(413, "too-large");
        api.patch(WEB, Api.ANY, "{\"a\": \"" + "x".repeat(10_000_000) + "\"}").refusedAs(400, "malformed-json");
        api.apply(Api.ANY, "# " + "x".repeat(10_000_000)).refusedAs(413, "too-large");
        RawHttp.Reply lied = raw("PUT " + CONFIG, "Content-Type: application/yaml\r\nIf-Match: *\r\nContent-Length: 999999999999\r\n", "x");
        assertEquals(413, lied.status(), lied::text);
    }

    @Test
    void oddPaths() throws Exception {
        for (String path : List.of(
                "/api/v1/../../etc/passwd", "/api/v1/listeners/../config", "/api/v1/listeners/%2e%2e/config",
                "/api/v1/listeners/..%2fconfig",
                "/api/v1//config", "/api/v1/listeners/%00", "/api/v1/listeners/web%0d%0aX:y", "/api/v1/listeners/%ff%fe",
                "/api/v1/listeners/web;a=b",
                "/api/v1/listeners/%", "/api/v1/listeners/\\..\\web", "/api/v1/pools/web/backends/%2Fetc%2Fpasswd", "/api/v1/nonsense",
                "//", "/assets/", "/assets/..%2fopenapi.yaml", "/assets/none.js",
                "/api/v1/config/revisions/0", "/api/v1/config/revisions/-1", "/api/v1/config/revisions/99999999999999999999",
                "/api/v1/connections/x")) {
            for (String line : List.of("GET ", "DELETE ")) {
                RawHttp.Reply reply = raw(line + path, "If-Match: *\r\n", "");
                assertTrue(List.of(400, 404, 405).contains(reply.status()), () -> line + path + ": " + reply.text());
                assertTrue(reply.text().contains("application/problem+json"), () -> line + path + ": " + reply.text());
            }
        }
    }

    @Test
    void oddIdsAreRefused() throws Exception {
        for (String id : List.of("a b", "a/b", "ü", "..", ".", "a\"b", "a'b", "a\nb", "~", "{}", "<script>", "${HOME}", "x".repeat(1000))) {
            Reply reply =
                    api.create("/api/v1/listeners/" + Api.segment(id), "{\"bind\": \"%s\", \"pool\": \"web\"}".formatted(Place.free()));
            assertTrue(reply.status() >= 400 && reply.status() < 500, reply::toString);
            assertTrue(reply.header("Content-Type").startsWith("application/problem+json"), reply::toString);
            String listeners = "{\"listeners\": {%s: {\"bind\": \"%s\", \"pool\": \"web\"}}}".formatted(new TextNode(id), Place.free());
            api.patch(CONFIG, Api.ANY, listeners).refusedAs(422, "invalid-configuration");
        }
    }

    @Test
    void staleAndSenselessVersions() throws Exception {
        String patch = "{\"timeouts\": {\"idle\": \"1h\"}}";
        for (String etag : List.of("\"rev-0\"", "\"rev-2\"", "W/\"rev-1\"", "rev-1", "\"", "\"rev-1", "nonsense", ", ,")) {
            Reply reply = api.patch(CONFIG, etag, patch);
            assertTrue(reply.status() == 412 || reply.status() == 400, reply::toString);
        }
        RawHttp.Reply without = raw("DELETE " + WEB, "", "");
        assertEquals(428, without.status(), without::text);
    }

    @Test
    void whatIsNoHttp() throws Exception {
        for (String bytes : List.of(
                "GET /api/v1/info HTTP/1.1\r\n\r\n", "GET /api/v1/info\r\n\r\n", "nonsense\r\n\r\n", "\r\n\r\n\r\n\r\nX\r\n\r\n",
                "GET /api/v1/info HTTP/9.9\r\n\r\n",
                "BREW /api/v1/info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "PUT /api/v1/config HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                "PUT /api/v1/config HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")) {
            try (Peer peer = RawHttp.connect(api)) {
                peer.output().write(bytes.getBytes(ISO_8859_1));
                peer.halfCloses();
                RawHttp.Reply reply = RawHttp.reply(peer);
                assertTrue(reply.status() == 0 || reply.status() >= 400 && reply.status() < 500 || reply.status() == 505, reply::text);
            }
        }
    }

    @Test
    void aHeaderWithoutEndIsTooLarge() throws Exception {
        RawHttp.Reply reply = raw("GET /api/v1/info", "X: " + "x".repeat(1_000_000) + "\r\n", "");
        assertTrue(reply.status() == 431 || reply.status() == 0, reply::text);
    }

    /** They are given ten seconds, and meanwhile others are answered. */
    @Test
    void halfRequestsAndSlowOnesDoNotKeepOthersOut() throws Exception {
        List<Peer> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Peer peer = opened.add(RawHttp.connect(api));
            peer.sends(i % 2 == 0 ? "GET /api/v1/info HTTP/1.1\r\nHost: loc"
                    : head("PUT " + WEB) + "If-Match: *\r\nContent-Type: " + JSON
                            + "\r\nContent-Length: 100\r\n\r\n{\"bind");
            slow.add(peer);
        }
        api.get("/livez").with(200);
        assertEquals("a", client(web.address()).line());
        RawHttp.Reply reply = RawHttp.reply(slow.getFirst());
        assertEquals(408, reply.status(), reply::text);
        for (Peer peer : slow) {
            peer.close();
        }
        Eventually.until("all are answered again", () -> api.get("/api/v1/info").status() == 200);
    }

    private RawHttp.Reply raw(String line, String headers, String body) throws Exception {
        return RawHttp.ask(api, head(line) + headers + "Connection: close\r\n\r\n" + body);
    }

    private static String head(String line) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ADMIN + "\r\n";
    }
}
