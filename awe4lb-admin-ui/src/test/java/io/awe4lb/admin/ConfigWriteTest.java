package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to the configuration: in force when they are answered, on condition, tried out first, and taken back. */
class ConfigWriteTest {

    private static final String CONFIG = "/api/v1/config";

    private Managed managed;
    private Client admin;

    @BeforeEach
    void begin() throws Exception {
        managed = Managed.usual();
        admin = managed.admin();
    }

    @AfterEach
    void end() throws Exception {
        managed.close();
    }

    private String text() throws Exception {
        return admin.get(CONFIG, "Accept", "application/yaml").is(200).body();
    }

    @Test
    void aReplacedConfigurationIsInForceWhenItIsAnswered() throws Exception {
        String tag = admin.get(CONFIG).tag();
        String next = Managed.CONFIG.replace("weight: 3", "weight: 4") + "  spare: {backends: [\"127.0.0.1:3\"]}\n";
        Answer answer = admin.putYaml(CONFIG + "?comment=a%20spare%20one", next, "If-Match", tag).is(200);
        assertTrue(answer.tag().matches("\"rev-2-[0-9a-f]{8}\""), answer.tag());
        assertEquals(2, answer.json().path("revision").asLong());
        assertTrue(answer.json().path("changes").toString().contains("\"pointer\":\"/pools/spare\""), answer.body());
        assertEquals(4, admin.get("/api/v1/pools/web/backends/new").json().path("weight").asInt());
        assertEquals(1, admin.get("/api/v1/pools/spare").is(200).json().path("backends").size());
        Answer history = admin.get(CONFIG + "/revisions").is(200);
        assertEquals("ann a spare one rest", history.json().at("/0/who").asText() + " " + history.json().at("/0/comment").asText() + " "
                + history.json().at("/0/source").asText());
    }

    @Test
    void aMergePatchLeavesCommentsAlone() throws Exception {
        admin.patch(CONFIG, "{\"listeners\": {\"web\": {\"timeouts\": {\"idle\": \"1h\"}}}}", "If-Match", admin.get(CONFIG).tag()).is(200);
        String text = text();
        assertTrue(text.contains("# the shop\n") && text.contains("# the old one") && text.contains("# plain"), text);
        assertEquals("1h", admin.get(CONFIG).json().at("/listeners/web/timeouts/idle").asText());
    }

    @Test
    void aDryRunTellsAndChangesNothing() throws Exception {
        Answer answer = admin.patch(CONFIG + "?dryRun=true", "{\"pools\": {\"web\": {\"strategy\": \"weight\"}}}", "If-Match", "*").is(200);
        assertTrue(answer.json().path("dryRun").asBoolean());
        assertEquals(1, answer.json().path("changes").size(), answer.body());
        assertEquals(1, managed.revision());
        assertEquals("round-robin", admin.get("/api/v1/pools/web").json().path("strategy").asText());
    }

    @Test
    void aWriteSaysWhichVersionItChanges() throws Exception {
        admin.putYaml(CONFIG, Managed.CONFIG).isProblem(428, "precondition-required");
        Answer stale = admin.putYaml(CONFIG, Managed.CONFIG, "If-Match", "\"rev-7\"").isProblem(412, "changed-meanwhile");
        assertEquals(admin.get(CONFIG).tag(), stale.tag());
        assertEquals(1, managed.revision());
    }

    @Test
    void aRevisionOfAnotherProcessWithTheSameNumberIsAnotherOne(@TempDir Path directory) throws Exception {
        String tag;
        try (Managed other = Managed.serving(Managed.CONFIG, directory)) {
            tag = other.admin().get(CONFIG).tag();
        }
        assertNotEquals(tag, admin.get(CONFIG).tag());
        admin.putYaml(CONFIG, Managed.CONFIG, "If-Match", tag).isProblem(412, "changed-meanwhile");
    }

    @Test
    void oneOfManyWritersWinsEachRevision() throws Exception {
        String tag = admin.get(CONFIG).tag();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> all = IntStream.range(0, 40).<Callable<Integer>>mapToObj(writer -> () -> admin.patch(CONFIG,
                    "{\"pools\": {\"p%d\": {\"backends\": [\"127.0.0.1:9\"]}}}".formatted(writer), "If-Match", tag).status())
                    .toList();
            List<Integer> statuses = writers.invokeAll(all).stream().map(Future::resultNow).toList();
            assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
            assertEquals(39, statuses.stream().filter(status -> status == 412).count(), statuses::toString);
        }
        assertEquals(2, managed.revision());
    }

    @Test
    void whatIsWrongIsToldWithLineAndColumn() throws Exception {
        Answer answer = admin.putYaml(CONFIG, "listeners:\n  web:\n    bnid: \":8080\"\n    pool: web\n", "If-Match", "*")
                .isProblem(422, "invalid-configuration");
        assertTrue(answer.json().path("errors").size() >= 2, answer.body());
        assertTrue(answer.body().contains("\"line\":3,\"column\":5,\"code\":\"unknown-key\""), answer.body());
        assertEquals(1, managed.revision());
    }

    @Test
    void aConfigurationIsValidatedWithoutATrace() throws Exception {
        assertTrue(admin.send("POST", CONFIG + "/validate", Managed.CONFIG, "Content-Type", "application/yaml").is(200).json().path("valid")
                .asBoolean());
        Answer wrong = admin.post(CONFIG + "/validate", "{\"listeners\": {\"web\": {}}}").is(200);
        assertFalse(wrong.json().path("valid").asBoolean());
        assertEquals("error", wrong.json().at("/findings/0/severity").asText());
        Answer broken = admin.send("POST", CONFIG + "/validate", "a: [", "Content-Type", "application/yaml").is(200);
        assertEquals("syntax", broken.json().at("/findings/0/code").asText());
        assertEquals(1, managed.revision());
    }

    @Test
    void aDifferenceIsToldBeforeItIsMade() throws Exception {
        Answer answer = admin.send("POST", CONFIG + "/diff", Managed.CONFIG.replace("weight: 3", "weight: 9"), "Content-Type",
                "application/yaml").is(200);
        assertEquals("changed", answer.json().at("/changes/0/kind").asText(), answer.body());
        assertTrue(answer.json().path("dryRun").asBoolean());
        admin.send("POST", CONFIG + "/diff", "nonsense: 1", "Content-Type", "application/yaml").isProblem(422, "invalid-configuration");
        assertEquals(1, managed.revision());
    }

    @Test
    void whatCannotBeDoneHereIsRefusedAsAWhole() throws Exception {
        Answer answer;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            answer = admin.patch(CONFIG, """
                    {"listeners": {"more": {"bind": "127.0.0.1:%d", "pool": "web"}}, "pools": {"web": {"strategy": "weight"}}}
                    """.formatted(taken.getLocalPort()), "If-Match", "*").isProblem(409, "change-refused");
        }
        assertTrue(answer.json().at("/errors/0/pointer").asText().startsWith("/listeners/more"), answer.body());
        assertEquals(1, managed.revision());
        assertEquals("round-robin", admin.get("/api/v1/pools/web").json().path("strategy").asText());
    }

    @Test
    void anEarlierRevisionIsRestoredAsANewOne() throws Exception {
        String first = admin.get(CONFIG).tag();
        String second = admin.patch(CONFIG, "{\"pools\": {\"web\": {\"strategy\": \"weight\"}}}", "If-Match", "*").is(200).tag();
        admin.post(CONFIG + "/revisions/1/restore", "").isProblem(428, "precondition-required");
        admin.send("POST", CONFIG + "/revisions/1/restore", "", "If-Match", first).isProblem(412, "changed-meanwhile");
        assertTrue(admin.send("POST", CONFIG + "/revisions/1/restore?dryRun=true", "", "If-Match", "*").is(200).json().path("dryRun")
                .asBoolean());
        String third = admin.send("POST", CONFIG + "/revisions/1/restore", "", "If-Match", second).is(200).tag();
        assertTrue(third.startsWith("\"rev-3-"), third);
        assertEquals(Managed.CONFIG, managed.running().config().current().revision().text());
        assertEquals("restore", admin.get(CONFIG + "/revisions").json().at("/0/source").asText());
        admin.send("POST", CONFIG + "/revisions/77/restore", "", "If-Match", "*").isProblem(404, "not-found");
        admin.get(CONFIG + "/revisions/one").isProblem(400, "bad-parameter");
        String text = admin.get(CONFIG + "/revisions/1", "Accept", "application/yaml").is(200).body();
        assertTrue(text.contains("# the shop"), text);
    }

    @Test
    void whoChangedWhatIsAnEvent() throws Exception {
        admin.patch(CONFIG, "{\"pools\": {\"web\": {\"strategy\": \"weight\"}}}", "If-Match", "*").is(200);
        List<Event> applied = managed.running().balancer().events().latest(100).stream()
                .filter(event -> event.type() == EventType.CONFIG_APPLIED && event.who().equals("ann")).toList();
        assertEquals(1, applied.size());
    }

    @Test
    void secretsAreHiddenAndComeBackWhereTheirMaskStays() throws Exception {
        String text = text();
        assertFalse(text.contains(Managed.ADMIN) || text.contains(Managed.VIEWER), text);
        for (String path : List.of(CONFIG, CONFIG + "?view=effective", CONFIG + "/revisions/1", "/api/v1/pools", "/api/v1/listeners")) {
            String body = admin.get(path).is(200).body();
            assertFalse(body.contains(Managed.ADMIN) || body.contains(Managed.OPERATOR), body);
        }
        admin.putYaml(CONFIG, text.replace("weight: 3", "weight: 5"), "If-Match", "*").is(200);
        admin.get("/api/v1/session").is(200);
        managed.client(Managed.VIEWER).get("/api/v1/session").is(200);
        assertTrue(managed.running().config().current().revision().text().contains(Managed.ADMIN));
    }
}
