package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what over REST, and what nobody gets to see. */
@Order(1)
class SecurityIT extends Administered {

    private static final Pattern SHOWN = Pattern.compile("shown this once \\(role admin\\): (\\S+)$");
    private static final String DRAIN = "{\"state\": \"drain\"}";

    @Test
    void theFirstStartMakesATokenThatIsShownOnceAndKeptHashed() throws Exception {
        Awe4lb first = administered(servingA().replace(admin(), ""));
        String token = first.err().says(SHOWN).group(1);
        assertEquals("admin", api(first, token).get("/api/v1/session").with(200).at("/role"));
        api(first, "").get("/api/v1/info").refusedAs(401, "no-token");
        first.signal("TERM");
        first.ended();

        Awe4lb second = again();
        api(second, token).patch(WEB, Api.ANY, "{\"timeouts\": {\"idle\": \"1h\"}}").with(200);
        api(second, token + "x").get("/api/v1/info").refusedAs(401, "wrong-token");
        assertEquals(0, second.err().count("shown this once"));
        assertEquals(0, second.err().count(token));
        assertEquals(List.of(), filesWith(data, token));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(data.resolve("token")));
        assertFalse(Files.readString(data.resolve("token")).isBlank());
    }

    private static List<Path> filesWith(Path directory, String text) throws Exception {
        try (var files = Files.walk(directory)) {
            List<Path> found = new java.util.ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), UTF_8).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    @Test
    void aViewerReadsAnOperatorSteersAndAnAdminDoesAll() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api viewer = api(awe4lb, VIEWER);
        viewer.get(CONFIG).with(200);
        viewer.put(adminState(a), Api.ANY, DRAIN).refusedAs(403, "role-missing").saying("operator", "'eye'");
        viewer.delete("/api/v1/connections?pool=web", Api.ANY).refusedAs(403, "role-missing");
        Api operator = api(awe4lb, OPERATOR);
        operator.put(adminState(a), Api.ANY, DRAIN).with(200);
        operator.put(adminState(a), Api.ANY, "{\"state\": \"ready\"}").with(200);
        operator.apply(Api.ANY, servingBoth()).refusedAs(403, "role-missing");
        operator.delete(backend("web", a), Api.ANY).refusedAs(403, "role-missing");
        operator.post(CONFIG + "/validate", "application/yaml", "{}").refusedAs(403, "role-missing");
        api(awe4lb, ADMIN).apply(Api.ANY, servingBoth()).with(200);
        api(awe4lb, "").apply(Api.ANY, servingA()).refusedAs(401, "no-token");
    }

    @Test
    void aTokenThatIsTakenOutOfTheConfigurationIsNoLongerRight() throws Exception {
        Api admin = api(administered(servingA()));
        Api viewer = admin.as(VIEWER);
        viewer.get("/api/v1/info").with(200);
        Events events = opened.add(new Events(viewer.stream("/api/v1/events/stream")));
        admin.patch(CONFIG, Api.ANY, "{\"admin\": {\"auth\": {\"tokens\": {\"eye\": null}}}}").with(200);
        viewer.get("/api/v1/info").refusedAs(401, "wrong-token");
        events.end();
    }

    @Test
    void whoGuessesHasToWaitAndWhoIsRightHasNot() throws Exception {
        Api right = api(administered(servingA()));
        right.get("/api/v1/info").with(200);
        Api wrong = right.as("a-guess");
        for (int i = 0; i < 10; i++) {
            wrong.get("/api/v1/info").refusedAs(401, "wrong-token");
        }
        Reply late = wrong.get("/api/v1/info").refusedAs(429, "too-many-attempts");
        assertTrue(Integer.parseInt(late.header("Retry-After")) > 0, late::toString);
        wrong.post("/api/v1/session", "application/json", "{\"token\": \"another-guess\"}").refusedAs(429, "too-many-attempts");
        right.get("/api/v1/info").with(200);
    }

    @Test
    void aBrowserLogsInAndOutAgain() throws Exception {
        Api nobody = api(administered(servingA())).as("");
        Reply login = nobody.post("/api/v1/session", "application/json", "{\"token\": \"%s\"}".formatted(OPERATOR)).with(200);
        String cookie = login.header("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"), cookie);
        assertFalse(cookie.contains(OPERATOR), cookie);
        String session = cookie.substring(0, cookie.indexOf(';'));

        assertEquals("ops", nobody.get("/api/v1/session", "Cookie", session).with(200).at("/name"));
        nobody.put(adminState(a), Api.ANY, DRAIN, "Cookie", session).refusedAs(403, "foreign-origin");
        nobody.put(adminState(a), Api.ANY, DRAIN, "Cookie", session, "Sec-Fetch-Site", "same-origin").with(200);
        nobody.put(adminState(a), Api.ANY, DRAIN, "Cookie", session, "Sec-Fetch-Site", "cross-site").refusedAs(403, "foreign-origin");
        nobody.write("DELETE", "/api/v1/session", Api.ANY, "text/plain", "", "Cookie", session, "Sec-Fetch-Site", "same-origin").with(204);
        nobody.get("/api/v1/session", "Cookie", session).refusedAs(401, "wrong-token");
    }

    /** With the right token even: a page that has got hold of one is still a foreign page. */
    @Test
    void aPageOfAnotherOriginNeitherReadsNorWrites() throws Exception {
        Api api = api(administered(servingA()));
        for (String host : List.of("rebound.example:7070", "127.0.0.1.rebound.example", "localhost.", "")) {
            assertForeign(api, "Host: " + host, host.isEmpty() ? "bad-request" : "foreign-host");
        }
        for (String header : List.of("Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site")) {
            assertForeign(api, "Host: localhost\r\n" + header, "foreign-origin");
        }
        assertEquals("a", client(web.address()).line());
    }

    private static void assertForeign(Api api, String headers, String code) throws Exception {
        for (String line : List.of("GET /api/v1/config", "DELETE /api/v1/listeners/web")) {
            RawHttp.Reply reply = RawHttp.ask(api, line + " HTTP/1.1\r\n" + headers + "\r\nIf-Match: *\r\nAuthorization: Bearer " + ADMIN
                    + "\r\nConnection: close\r\n\r\n");
            assertTrue(reply.status() == 403 || reply.status() == 400, reply::text);
            assertTrue(reply.text().contains("\"" + code + "\""), reply::text);
        }
    }

    @Test
    void noGetChangesAnything() throws Exception {
        Api api = api(administered(servingA()));
        for (String path : List.of("/api/v1/config/revisions/1/restore", "/api/v1/config/validate", "/api/v1/config/diff")) {
            api.get(path).refusedAs(405, "method-not-allowed");
        }
        assertEquals(1, revision(api));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void overTlsItAnswersWithTheConfiguredCertificateAndNotWithout(String algorithm) throws Exception {
        SelfSigned certificate = SelfSigned.make(directory, algorithm);
        Awe4lb awe4lb = administered(servingA().replace("admin:\n",
                "admin:\n  tls: {cert: '%s', key: '%s'}\n".formatted(certificate.cert(), certificate.key())));
        Api trusting;
        try (Api untrusting = api(awe4lb)) {
            assertEquals("https", untrusting.base().getScheme());
            assertThrows(SSLException.class, () -> untrusting.get("/livez"));
            trusting = opened.add(new Api(HttpClient.newBuilder().sslContext(certificate.trusted()).build(),
                    URI.create("https://localhost:" + untrusting.base().getPort()), ADMIN));
        }
        trusting.patch(WEB, Api.ANY, "{\"timeouts\": {\"idle\": \"1h\"}}").with(200);
        Reply login = trusting.as("").post("/api/v1/session", "application/json", "{\"token\": \"%s\"}".formatted(OPERATOR)).with(200);
        assertTrue(login.header("Set-Cookie").contains("Secure"), login::toString);
        trusting.patch(CONFIG, Api.ANY, "{\"admin\": {\"tls\": {\"cert\": \"/nowhere.pem\"}}}").refusedAs(409, "change-refused")
                .saying("/admin/tls", "/nowhere.pem");
        trusting.get("/api/v1/info").with(200);
    }

    @Test
    void nothingThatIsSecretIsLogged() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        String guess = "a-guess-that-nobody-may-read";
        api.get("/api/v1/info?token=" + ADMIN).refusedAs(400, "bad-parameter");
        api.get("/api/v1/" + ADMIN).refusedAs(404, "not-found");
        api.as(guess).get("/api/v1/info").refusedAs(401, "wrong-token");
        api.as("").post("/api/v1/session", "application/json", "{\"token\": \"%s\"}".formatted(guess)).refusedAs(401, "wrong-token");
        api.as("").post("/api/v1/session", "application/json", "{\"token\": \"" + OPERATOR).refusedAs(400, "malformed-json");
        String session =
                api.as("").post("/api/v1/session", "application/json", "{\"token\": \"%s\"}".formatted(OPERATOR)).header("Set-Cookie");
        api.apply(Api.ANY, admin() + "listeners: {web: {bind: " + OPERATOR).with(422);
        api.apply(Api.ANY, servingA().replace("role: viewer", "role: " + VIEWER)).with(422);
        api.patch(CONFIG, Api.ANY, "{\"admin\": {\"auth\": {\"tokens\": {\"eye\": {\"token\": \"%s\"}}}}}".formatted(guess + "2"))
                .with(200);
        api.put(adminState(a), Api.ANY, DRAIN).with(200);
        awe4lb.signal("TERM");
        Ended ended = awe4lb.ended();
        for (String secret : List.of(ADMIN, guess, session.substring(0, session.indexOf(';')))) {
            assertFalse(ended.out().contains(secret) || ended.err().contains(secret), () -> secret + " is in the log: " + ended);
        }
        assertTrue(ended.err().contains("PATCH /api/v1/config by root from 127.0.0.1: 200"), "but who did what is");
    }
}
