package io.awe4lb.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.awe4lb.kernel.config.LogLevel;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import org.junit.jupiter.api.Test;

/** Who looks for a mistake makes the log say more, and less again. */
class LogTest {

    private static final String LEVELS = "/api/v1/log/levels";
    private static final String POOL = LEVELS + "/io.awe4lb.kernel.pool";

    private static String shown(JsonNode level) {
        return "%s %s %s %s".formatted(level.path("logger").asText(), level.path("level").asText(), level.path("origin").asText(),
                level.path("who").asText()).strip();
    }

    private static LogLevel inForce(Managed managed) {
        return managed.running().log().level("io.awe4lb.kernel.pool").level();
    }

    @Test
    void aLevelIsChangedAndTakenBackAndEverybodyIsTold() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client admin = managed.admin();
            String before = admin.get(POOL).is(200).tag();
            Answer changed = admin.put(POOL, "{\"level\": \"debug\"}", "If-Match", before).is(200);
            assertEquals("io.awe4lb.kernel.pool debug override ann", shown(changed.json()));
            assertEquals(LogLevel.DEBUG, inForce(managed));
            assertEquals(3, admin.get(LEVELS).is(200).json().size());
            admin.put(POOL, "{\"level\": \"trace\"}", "If-Match", before).isProblem(412, "changed-meanwhile");
            assertEquals("io.awe4lb.kernel.pool info default",
                    shown(admin.put(POOL, "{\"level\": null}", "If-Match", changed.tag()).is(200).json()));
            assertEquals(LogLevel.INFO, inForce(managed));
            var told = managed.running().balancer().events().latest(100).stream().filter(event -> event.type() == EventType.LOG_LEVEL)
                    .map(event -> event.who() + ": " + event.message()).toList();
            assertEquals("[ann: log level of io.awe4lb.kernel.pool: debug, ann: log level of io.awe4lb.kernel.pool: info, as configured]",
                    told.toString());
        }
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.admin().put(POOL + "?dryRun=true", "{\"level\": \"debug\"}", "If-Match", "*").is(200);
            assertEquals(LogLevel.INFO, inForce(managed));
            assertEquals(0, managed.running().balancer().events().latest(100).stream().map(Event::type)
                    .filter(EventType.LOG_LEVEL::equals).count());
        }
    }

    @Test
    void onlyAnAdminMay() throws Exception {
        try (Managed managed = Managed.usual()) {
            managed.client(Managed.OPERATOR).put(POOL, "{\"level\": \"debug\"}", "If-Match", "*").isProblem(403, "role-missing");
            managed.nobody().get(LEVELS).isProblem(401, "no-token");
            managed.client(Managed.VIEWER).get(LEVELS).is(200);
            assertEquals(LogLevel.INFO, inForce(managed));
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        try (Managed managed = Managed.usual()) {
            Client admin = managed.admin();
            admin.put(POOL, "{\"level\": \"loud\"}", "If-Match", "*").isProblem(422, "invalid-body");
            admin.put(POOL, "{\"level\": 7}", "If-Match", "*").isProblem(422, "invalid-body");
            admin.put(POOL, "{}", "If-Match", "*").isProblem(422, "invalid-body");
            admin.put(POOL, "{\"level\": \"info\", \"for\": \"1m\"}", "If-Match", "*").isProblem(422, "invalid-body");
            admin.put(POOL, "{\"level\": \"info\"}").isProblem(428, "precondition-required");
            admin.put(LEVELS + "/a%20b", "{\"level\": \"info\"}", "If-Match", "*").isProblem(400, "bad-parameter");
            admin.get(LEVELS + "/" + "a".repeat(201)).isProblem(400, "bad-parameter");
        }
    }

    @Test
    void notEveryNameCanHaveALevelOfItsOwn() throws Exception {
        try (Managed managed = Managed.usual()) {
            for (int i = 0; i < 100; i++) {
                managed.admin().put(LEVELS + "/a" + i, "{\"level\": \"debug\"}", "If-Match", "*").is(200);
            }
            managed.admin().put(LEVELS + "/b", "{\"level\": \"debug\"}", "If-Match", "*").isProblem(409, "change-refused");
            managed.admin().put(LEVELS + "/a7", "{\"level\": null}", "If-Match", "*").is(200);
            managed.admin().put(LEVELS + "/b", "{\"level\": \"debug\"}", "If-Match", "*").is(200);
        }
    }
}
