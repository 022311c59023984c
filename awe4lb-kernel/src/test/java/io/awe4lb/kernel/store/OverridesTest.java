package io.awe4lb.kernel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.stats.AdminState;
import io.awe4lb.kernel.stats.AdminStatus;
import io.awe4lb.kernel.stats.WeightOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {

    private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00Z");
    private static final BackendKey A = new BackendKey("web", "10.0.0.1:80");
    private static final BackendKey B = new BackendKey("mail", "b");
    private static final BackendOverride DRAINS = BackendOverride.NONE
            .withAdminState(Optional.of(new AdminStatus(AdminState.DRAIN, "disk \"7\"", "ops", SINCE)));

    private static Optional<WeightOverride> weight(int weight) {
        return Optional.of(new WeightOverride(weight, "ops", SINCE));
    }

    @TempDir
    private Path directory;
    private Overrides overrides;

    @BeforeEach
    void open() throws IOException {
        overrides = reopened();
    }

    @Test
    void theyOutliveTheProcess() throws IOException {
        overrides.put(A, DRAINS.withWeight(weight(0)));
        overrides.put(B, BackendOverride.NONE.withWeight(weight(7)));
        var expected = Map.of(A, DRAINS.withWeight(weight(0)), B, BackendOverride.NONE.withWeight(weight(7)));
        assertEquals(expected, overrides.all());
        assertEquals(expected, reopened().all());
        assertEquals(BackendOverride.NONE, reopened().of(new BackendKey("web", "b")));
    }

    @Test
    void peopleCanReadThem() throws IOException {
        overrides.put(A, DRAINS.withWeight(weight(3)));
        assertEquals("""
                {
                  "pools" : {
                    "web" : {
                      "10.0.0.1:80" : {
                        "adminState" : {
                          "state" : "drain",
                          "reason" : "disk \\"7\\"",
                          "who" : "ops",
                          "since" : "2026-03-01T10:00:00Z"
                        },
                        "weight" : {
                          "weight" : 3,
                          "who" : "ops",
                          "since" : "2026-03-01T10:00:00Z"
                        }
                      }
                    }
                  }
                }""", Files.readString(file()));
    }

    @Test
    void onesThatAreGoneAreForgotten() throws IOException {
        overrides.put(A, DRAINS);
        overrides.put(B, DRAINS);
        overrides.put(A, BackendOverride.NONE);
        overrides.put(new BackendKey("web", "nobody"), BackendOverride.NONE);
        assertEquals(Map.of(B, DRAINS), reopened().all());
        overrides.put(A, DRAINS);
        overrides.retain(A::equals);
        assertEquals(Map.of(A, DRAINS), reopened().all());
        overrides.put(A, DRAINS.withAdminState(Optional.empty()));
        assertEquals(Map.of(), reopened().all());
    }

    @Test
    void whatALaterVersionWritesIsPassedOver() throws IOException {
        Files.writeString(file(),
                """
                        {"version": 9, "listeners": {}, "pools": {"web": {
                          "10.0.0.1:80": {"adminState": {"state": "drain", "reason": "disk \\"7\\"", "who": "ops", "since": "2026-03-01T10:00:00Z", "mood": 1}},
                          "b": {"adminState": {"state": "asleep", "since": "2026-03-01T10:00:00Z"}, "weight": {"weight": 3, "who": "ops", "since": "2026-03-01T10:00:00Z"}, "colour": "red"},
                          "c": {"adminState": {"state": "maint", "since": "yesterday"}},
                          "d": {"weight": {"weight": -1}}, "e": {"weight": {"weight": 1.5}}, "f": {"weight": "many"}, "g": {}, "h": 7,
                          "i": {"weight": {"weight": 65536}}, "j": {"weight": {"weight": 5, "who": "ops", "since": "yesterday"}}}, "mail": null}}""");
        try (var log = new Logged(OverridesFile.class)) {
            assertEquals(Map.of(A, DRAINS, new BackendKey("web", "b"), BackendOverride.NONE.withWeight(weight(3))),
                    reopened().all());
            assertEquals(7, log.lines().size(), log.lines().toString());
        }
    }

    @Test
    void aDamagedFileIsSetAside() throws IOException {
        for (String damaged : new String[] {"", "{\"pools\": {", "[]", "{} {}", "\0\0\0\0"}) {
            Files.writeString(file(), damaged);
            try (var log = new Logged(Overrides.class)) {
                assertEquals(Map.of(), reopened().all());
                assertTrue(log.lines().getFirst().startsWith(file() + " is damaged and is now overrides.json.damaged"),
                        log.lines().toString());
            }
            assertFalse(Files.exists(file()));
            assertEquals(damaged, Files.readString(directory.resolve("overrides.json.damaged")));
        }
        Overrides fresh = reopened();
        fresh.put(A, DRAINS);
        assertEquals(Map.of(A, DRAINS), reopened().all());
    }

    @Test
    void whatCannotBeWrittenIsNotInForce() throws IOException {
        overrides.put(A, DRAINS);
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        assertThrows(IOException.class, () -> overrides.put(B, DRAINS));
        assertThrows(IOException.class, () -> overrides.put(A, BackendOverride.NONE));
        assertEquals(Map.of(A, DRAINS), overrides.all());
        Files.move(away, directory);
        assertEquals(Map.of(A, DRAINS), reopened().all());
    }

    private Path file() {
        return directory.resolve("overrides.json");
    }

    private Overrides reopened() throws IOException {
        return new Overrides(new Shelf.OnDisk(directory));
    }
}
