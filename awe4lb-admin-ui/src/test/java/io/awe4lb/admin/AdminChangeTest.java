package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.admin.http.Limits;
import io.awe4lb.kernel.store.Source;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Management changes itself as it changes everything else: in force when it is answered, or not at all. */
class AdminChangeTest {

    private static final String CONFIG = "/api/v1/config";

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void anotherAddressIsInForceWhenTheChangeIsAnswered() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client before = managed.admin();
            int port = freePort();
            before.patch(CONFIG, "{\"admin\": {\"bind\": \"127.0.0.1:%d\"}}".formatted(port), "If-Match", "*").is(200);
            assertEquals(port, managed.port());
            managed.admin().get("/api/v1/info").is(200);
            Eventually.is(true, () -> isRefused(before), "the old address is given up");
        }
    }

    private static boolean isRefused(Client client) {
        try {
            client.get("/livez");
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (Exception _) { // a connection that was open is cut
            return false;
        }
    }

    @Test
    void anAddressThatIsTakenIsRefusedAndNothingElseOfTheChangeIsMade() throws Exception {
        try (Managed managed = Managed.usual(); ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Answer answer = managed.admin().patch(CONFIG,
                    "{\"admin\": {\"bind\": \"127.0.0.1:%d\"}, \"pools\": {\"web\": {\"strategy\": \"weight\"}}}"
                            .formatted(taken.getLocalPort()),
                    "If-Match", "*").isProblem(409, "change-refused");
            assertEquals("/admin/bind", answer.json().at("/errors/0/pointer").asText());
            assertEquals("round-robin", managed.admin().get("/api/v1/pools/web").json().path("strategy").asText());
            assertEquals(1, managed.revision());
        }
    }

    @Test
    void aDryRunOfAnotherAddressLeavesNothingBehind() throws Exception {
        try (Managed managed = Managed.usual()) {
            int port = freePort();
            managed.admin().patch(CONFIG + "?dryRun=true", "{\"admin\": {\"bind\": \"127.0.0.1:%d\"}}".formatted(port), "If-Match", "*")
                    .is(200);
            managed.admin().get("/api/v1/info").is(200);
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void managementIsTurnedOffAndOnAgain() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client before = managed.admin();
            before.patch(CONFIG, "{\"admin\": \"off\"}", "If-Match", "*").is(200);
            assertEquals(Optional.empty(), managed.server().address());
            Eventually.is(true, () -> isRefused(before), "the address is given up");
            managed.running().config().change(current -> Managed.CONFIG, "test", "", Source.FILE, false);
            managed.admin().get("/api/v1/info").is(200);
        }
    }

    @Test
    void aChangedTokenIsInForceAtOnce() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.admin()
                    .patch(CONFIG, "{\"admin\": {\"auth\": {\"tokens\": {\"ann\": {\"token\": \"another-token\"}}}}}", "If-Match", "*")
                    .is(200);
            managed.admin().get("/api/v1/info").isProblem(401, "wrong-token");
            managed.client("another-token").get("/api/v1/info").is(200);
        }
    }

    @Test
    void anAddressThatIncludesTheOwnOneIsRefusedWithTheReason() throws Exception {
        try (Managed managed = Managed.usual()) {
            int port = freePort();
            managed.admin().patch(CONFIG, "{\"admin\": {\"bind\": \"127.0.0.1:%d\"}}".formatted(port), "If-Match", "*").is(200);
            Answer answer = managed.admin().patch(CONFIG, "{\"admin\": {\"bind\": \":%d\"}}".formatted(port), "If-Match", "*")
                    .isProblem(409, "change-refused");
            assertTrue(answer.body().contains("by itself at 127.0.0.1:" + port), answer.body());
        }
    }

    @Test
    void anAddressWithoutAHostIsEveryAddress() throws Exception {
        try (Managed managed = Managed.serving(Managed.CONFIG.replace("bind: 127.0.0.1:0\n", "bind: \":0\"\n"))) {
            assertEquals("0.0.0.0", managed.address().getHost());
            managed.admin().get("/livez").is(200);
        }
    }

    @Test
    void aDryRunWithoutTokensMakesNone() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.admin().patch(CONFIG + "?dryRun=true", "{\"admin\": {\"auth\": null}}", "If-Match", "*").is(200);
            assertEquals("", managed.shown());
            managed.admin().patch(CONFIG, "{\"admin\": {\"auth\": null}}", "If-Match", "*").is(200);
            String shown = managed.shown().strip();
            managed.client(shown.substring(shown.lastIndexOf(' ') + 1)).get("/api/v1/info").is(200);
        }
    }

    @Test
    void aSessionOfTheFirstTokenOutlivesAnotherChange() throws Exception {
        try (Managed managed = Managed.serving("admin: {bind: \"127.0.0.1:0\"}\nlisteners: {}\npools: {}\n")) {
            String token = managed.shown().strip().substring(managed.shown().strip().lastIndexOf(' ') + 1);
            String cookie = managed.nobody().post("/api/v1/session", "{\"token\": \"" + token + "\"}").is(200).header("set-cookie")
                    .orElse("").split(";")[0];
            managed.client(token).patch(CONFIG, "{\"admin\": {\"hosts\": [\"lb.example\"]}}", "If-Match", "*").is(200);
            managed.nobody().get("/api/v1/info", "Cookie", cookie).is(200);
        }
    }

    @Test
    void aServerThatWasRefusedGoesAlongWithNoChange() throws Exception {
        int port = freePort();
        try (Managed managed = Managed.serving(Managed.CONFIG.replace("bind: 127.0.0.1:0\n", "bind: 127.0.0.1:%d\n".formatted(port)))) {
            assertThrows(IOException.class, () -> AdminServer.open(managed.running(), Limits.DEFAULT, System.err));
            managed.admin().patch(CONFIG, "{\"admin\": {\"bind\": \"127.0.0.1:%d\"}}".formatted(freePort()), "If-Match", "*").is(200);
            managed.admin().get("/api/v1/info").is(200);
        }
    }

    @Test
    void aServerThatIsClosedStaysClosed() throws Exception {
        try (Managed managed = Managed.usual()) {
            AdminServer second = AdminServer.open(managed.running(), Limits.DEFAULT, System.err);
            second.close();
            managed.admin().patch(CONFIG, "{\"admin\": {\"hosts\": [\"lb.example\"]}}", "If-Match", "*").is(200);
            assertEquals(Optional.empty(), second.address());
        }
    }

    @Test
    void aStartWithoutItsAddressFailsWithASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String text = Managed.CONFIG.replace("bind: 127.0.0.1:0\n", "bind: 127.0.0.1:%d\n".formatted(taken.getLocalPort()));
            String sentence = assertThrows(IOException.class, () -> Managed.serving(text)).getMessage();
            assertTrue(
                    sentence.startsWith("the admin server cannot listen at 127.0.0.1:" + taken.getLocalPort())
                            && sentence.contains("in use"),
                    sentence);
        }
    }
}
