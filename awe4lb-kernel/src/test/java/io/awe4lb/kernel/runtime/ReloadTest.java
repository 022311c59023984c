package io.awe4lb.kernel.runtime;

import static io.awe4lb.kernel.runtime.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

    @TempDir
    private Path directory;
    private Path file;
    private Served served;

    @BeforeEach
    void start() throws IOException {
        file = Served.write(directory.resolve("awe4lb.yaml"), text(1));
        served = Served.start(directory.resolve("data"), file, new ConcurrentHashMap<>(Map.of("SECONDS", "7s")));
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
    }

    @Test
    void aFileThatChangedComesIntoForce() {
        Served.write(file, text(2));
        Revision revision = assertInstanceOf(Outcome.Applied.class, served.live.reloadFile("HUP")).revision();
        assertEquals(2, served.seconds());
        assertEquals(List.of(2L, Source.FILE, "HUP", text(2)),
                List.of(revision.number(), revision.source(), revision.who(), revision.text()));
    }

    @Test
    void aFileThatDidNotChangeTakesNothingBack() {
        served.live.change(_ -> text(5), "ops", "", Source.REST, false);
        assertInstanceOf(Outcome.Unchanged.class, served.live.reloadFile("HUP"));
        assertEquals(5, served.seconds());
        assertEquals(2, served.live.current().revision().number());
    }

    @Test
    void aFileThatCatchesUpWithWhatIsInForceIsRemembered() {
        served.live.change(_ -> text(5), "ops", "", Source.REST, false);
        Served.write(file, text(5));
        assertInstanceOf(Outcome.Applied.class, served.live.reloadFile("HUP"));
        assertInstanceOf(Outcome.Unchanged.class, served.live.reloadFile("HUP"));
        assertEquals(3, served.live.current().revision().number());
    }

    @Test
    void whatAFileNamesIsReadAgain() {
        Served.write(file, "shutdown: {drain: \"${SECONDS}\"}\n");
        served.live.reloadFile("HUP");
        assertEquals(7, served.seconds());
        served.environment.put("SECONDS", "8s");
        Revision revision = assertInstanceOf(Outcome.Applied.class, served.live.reloadFile("HUP")).revision();
        assertEquals(8, served.seconds());
        assertEquals("files that it names have changed", revision.comment());
        served.environment.remove("SECONDS");
        assertInstanceOf(Outcome.Invalid.class, served.live.reloadFile("HUP"));
        assertEquals(8, served.seconds());
        served.environment.put("SECONDS", "8s");
        served.applying.refusal = new ChangeException("", "stopping");
        assertInstanceOf(Outcome.Refused.class, served.live.reloadFile("HUP"));
        assertEquals(8, served.seconds());
    }

    @Test
    void aFileThatIsNotValidChangesNothingAndNamesThePlace() {
        Served.write(file, "# a comment\nshutdown: {drain: soon}\n");
        assertInstanceOf(Outcome.Invalid.class, served.live.reloadFile("HUP"));
        assertEquals(1, served.seconds());
        String told = served.told().getFirst();
        assertTrue(told.startsWith("config_rejected HUP: refused: " + file + ":2:19: error "), told);
    }

    @Test
    void aFileThatIsGoneChangesNothing() throws IOException {
        Files.delete(file);
        var invalid = assertInstanceOf(Outcome.Invalid.class, served.live.reloadFile("HUP"));
        assertEquals("unreadable", invalid.findings().getFirst().code());
        assertEquals(1, served.seconds());
    }

    @Test
    void aHangUpTriesWhatWasRefusedOnceMore() {
        served.applying.refusal = new ChangeException("/listeners/a", "the port is in use");
        Served.write(file, text(2));
        assertInstanceOf(Outcome.Refused.class, served.live.reloadFile("HUP"));
        served.applying.refusal = null;
        assertInstanceOf(Outcome.Applied.class, served.live.reloadFile("HUP"));
        assertEquals(2, served.seconds());
    }
}
