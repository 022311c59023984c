package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.stats.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, and who is kept out. */
class SecurityTest {

    private static final String WITHOUT_TOKENS = "admin: {bind: \"127.0.0.1:0\"}\nlisteners: {}\npools: {}\n";

    @Test
    void whoSaysNothingIsAskedForAToken() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client nobody = managed.nobody();
            assertEquals("Bearer realm=\"awe4lb\"",
                    nobody.get("/api/v1/info").isProblem(401, "no-token").header("www-authenticate").orElse(""));
            nobody.get("/openapi.yaml").isProblem(401, "no-token");
            nobody.delete("/api/v1/connections?pool=web").isProblem(401, "no-token");
            nobody.get("/livez").is(200);
            nobody.get("/readyz").is(200);
        }
    }

    @Test
    void wrongTokensAreWrong() throws Exception {
        try (Managed managed = Managed.usual()) {
            for (String token : new String[] {"token-of-an-admi", "token-of-an-admin2", "TOKEN-OF-AN-ADMIN", "x"}) {
                managed.client(token).get("/api/v1/info").isProblem(401, "wrong-token");
            }
            managed.nobody().get("/api/v1/info", "Authorization", "Basic YTpi").isProblem(401, "wrong-token");
            managed.nobody().get("/api/v1/info", "Authorization", "Bearer").isProblem(401, "wrong-token");
        }
    }

    @Test
    void eachRoleMayWhatItMay() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client viewer = managed.client(Managed.VIEWER);
            Client operator = managed.client(Managed.OPERATOR);
            String state = "/api/v1/pools/web/backends/new/admin-state";
            viewer.get("/api/v1/config").is(200);
            assertTrue(viewer.put(state, "{\"state\": \"drain\"}", "If-Match", "*").isProblem(403, "role-missing").body()
                    .contains("this needs the role operator; the token 'vera' has the role viewer"));
            viewer.delete("/api/v1/connections?pool=web").isProblem(403, "role-missing");
            operator.put(state, "{\"state\": \"drain\"}", "If-Match", "*").is(200);
            operator.delete("/api/v1/connections?pool=web").is(200);
            operator.patch("/api/v1/config", "{}", "If-Match", "*").isProblem(403, "role-missing");
            operator.post("/api/v1/config/validate", "{}").isProblem(403, "role-missing");
            operator.delete("/api/v1/listeners/web", "If-Match", "*").isProblem(403, "role-missing");
            assertEquals("operator", operator.get("/api/v1/session").json().path("role").asText());
        }
    }

    @Test
    void guessingIsSlowedDownAndTheRightTokenIsNotKeptOutByIt() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.client(Managed.VIEWER).get("/api/v1/info").is(200);
            for (int i = 0; i < 10; i++) {
                managed.client("guess-" + i).get("/api/v1/info").isProblem(401, "wrong-token");
            }
            Answer late = managed.client("guess").get("/api/v1/info").isProblem(429, "too-many-attempts");
            assertTrue(Integer.parseInt(late.header("retry-after").orElse("0")) > 0);
            managed.nobody().post("/api/v1/session", "{\"token\": \"guess\"}").isProblem(429, "too-many-attempts");
            managed.client(Managed.OPERATOR).get("/api/v1/info").isProblem(429, "too-many-attempts");
            managed.client(Managed.VIEWER).get("/api/v1/info").is(200);
            assertEquals(1,
                    managed.running().balancer().events().latest(100).stream().filter(event -> event.type() == EventType.LOGIN).count());
            assertFalse(managed.running().balancer().events().latest(100).toString().contains("guess"));
        }
    }

    @Test
    void aSessionLivesInACookieThatNoScriptReads() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client browser = managed.nobody();
            String origin = managed.address().toString();
            browser.post("/api/v1/session", "{\"token\": \"wrong\"}").isProblem(401, "wrong-token");
            Answer login = browser.post("/api/v1/session", "{\"token\": \"" + Managed.ADMIN + "\"}", "Origin", origin).is(200);
            assertEquals("ann admin", login.json().path("name").asText() + " " + login.json().path("role").asText());
            String cookie = login.header("set-cookie").orElse("");
            assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict") && !cookie.contains(Managed.ADMIN), cookie);
            String sent = cookie.split(";")[0];
            browser.get("/api/v1/info", "Cookie", sent).is(200);
            browser.patch("/api/v1/config?dryRun=true", "{}", "Cookie", sent, "If-Match", "*").isProblem(403, "foreign-origin");
            browser.patch("/api/v1/config?dryRun=true", "{}", "Cookie", sent, "If-Match", "*", "Origin", origin).is(200);
            browser.delete("/api/v1/session", "Cookie", sent, "Origin", origin).is(204);
            browser.get("/api/v1/info", "Cookie", sent).isProblem(401, "wrong-token");
            browser.delete("/api/v1/session").is(204);
        }
    }

    @Test
    void aSessionEndsWithItsToken() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client browser = managed.nobody();
            String cookie =
                    browser.post("/api/v1/session", "{\"token\": \"" + Managed.VIEWER + "\"}").is(200).header("set-cookie").orElse("")
                            .split(";")[0];
            browser.get("/api/v1/info", "Cookie", cookie).is(200);
            managed.admin().patch("/api/v1/config", "{\"admin\": {\"auth\": {\"tokens\": {\"vera\": null}}}}", "If-Match", "*").is(200);
            browser.get("/api/v1/info", "Cookie", cookie).isProblem(401, "wrong-token");
            managed.client(Managed.VIEWER).get("/api/v1/info").isProblem(401, "wrong-token");
        }
    }

    @Test
    void foreignPagesAreKeptOut() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client admin = managed.admin();
            admin.get("/api/v1/info", "Origin", "https://evil.example").isProblem(403, "foreign-origin");
            admin.get("/api/v1/info", "Origin", "null").isProblem(403, "foreign-origin");
            admin.get("/api/v1/info", "Origin", "http://127.0.0.1:1").isProblem(403, "foreign-origin");
            admin.get("/api/v1/info", "Sec-Fetch-Site", "cross-site").isProblem(403, "foreign-origin");
            admin.get("/api/v1/info", "Sec-Fetch-Site", "same-site").isProblem(403, "foreign-origin");
            admin.get("/api/v1/info", "Origin", managed.address().toString(), "Sec-Fetch-Site", "same-origin").is(200);
            admin.get("/api/v1/info", "Origin", managed.address().toString().replace("http:", "https:")).is(200);
            admin.get("/api/v1/info", "Host", "evil.example").isProblem(403, "foreign-host");
            admin.get("/api/v1/info", "Host", "localhost.evil.example:" + managed.port()).isProblem(403, "foreign-host");
            admin.get("/readyz", "Host", "evil.example").isProblem(403, "foreign-host");
            admin.get("/livez", "Host", "evil.example").is(200);
            admin.get("/api/v1/info", "Host", "LOCALHOST:" + managed.port()).is(200);
            admin.get("/api/v1/info", "Host", "[::1]:" + managed.port()).is(200);
            admin.patch("/api/v1/config", "{\"admin\": {\"hosts\": [\"lb.example\"]}}", "If-Match", "*").is(200);
            admin.get("/api/v1/info", "Host", "lb.example").is(200);
        }
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws Exception {
        try (Managed managed = Managed.usual(); Raw raw = managed.raw()) {
            raw.sends("GET /api/v1/info HTTP/1.0\r\nAuthorization: Bearer " + Managed.ADMIN + "\r\n\r\n").problem().isProblem(400,
                    "bad-request");
        }
    }

    @Test
    void theFirstTokenIsShownOnceAndKeptAsAHash(@TempDir Path directory) throws Exception {
        String token;
        try (Managed managed = Managed.serving(WITHOUT_TOKENS, directory)) {
            String shown = managed.shown();
            assertEquals(1, shown.lines().count());
            token = shown.strip().substring(shown.strip().lastIndexOf(' ') + 1);
            assertEquals("first-start admin", who(managed.client(token)));
            managed.client("x" + token).get("/api/v1/info").isProblem(401, "wrong-token");
        }
        Path file = directory.resolve("token");
        String kept = Files.readString(file);
        assertTrue(kept.matches("sha256:[0-9a-f]{32}:[0-9a-f]{64}\n") && !kept.contains(token), kept);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Managed again = Managed.serving(WITHOUT_TOKENS, directory)) {
            assertEquals("", again.shown());
            assertEquals("first-start admin", who(again.client(token)));
        }
    }

    private static String who(Client client) throws Exception {
        var session = client.get("/api/v1/session").is(200).json();
        return session.path("name").asText() + " " + session.path("role").asText();
    }

    @Test
    void aTokenFileThatIsNoHashIsNotGuessedAt(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("token"), "secret\n");
        String sentence = assertThrows(IOException.class, () -> Managed.serving(WITHOUT_TOKENS, directory)).getMessage();
        assertTrue(sentence.contains("remove it, and a new token is made"), sentence);
    }

    @Test
    void everyAnswerKeepsBrowsersFromMoreThanItSays() throws Exception {
        try (Managed managed = Managed.usual()) {
            for (Answer answer : new Answer[] {managed.admin().get("/api/v1/info"), managed.nobody().get("/api/v1/info"),
                managed.nobody().get("/nothing")}) {
                assertEquals("no-store nosniff",
                        answer.header("cache-control").orElse("") + " " + answer.header("x-content-type-options").orElse(""));
                assertTrue(answer.header("server").isEmpty());
            }
        }
    }

    private static List<String> logins(Managed managed) {
        return managed.running().balancer().events().latest(100).stream().filter(event -> event.type() == EventType.LOGIN)
                .map(event -> event.who() + ": " + event.message()).toList();
    }

    @Test
    void whoComesAndGoesIsAnEvent() throws Exception {
        try (Managed managed = Managed.usual()) {
            String origin = managed.address().toString();
            String cookie = managed.nobody().post("/api/v1/session", "{\"token\": \"" + Managed.VIEWER + "\"}", "Origin", origin).is(200)
                    .header("set-cookie").orElse("").split(";")[0];
            managed.nobody().delete("/api/v1/session", "Cookie", cookie, "Origin", origin).is(204);
            assertEquals(List.of("vera: logged in from 127.0.0.1", "vera: logged out from 127.0.0.1"), logins(managed));
        }
    }

    @Test
    void whoTriesWhatItsRoleDoesNotAllowIsAnEventOnceInAWhile() throws Exception {
        try (Managed managed = Managed.usual()) {
            for (int i = 0; i < 3; i++) {
                managed.client(Managed.VIEWER).delete("/api/v1/connections?pool=web").isProblem(403, "role-missing");
            }
            assertEquals(List.of("vera: refused: it needs the role operator, and has the role viewer"), logins(managed));
        }
    }
}
