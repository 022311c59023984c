package io.awe4lb.kernel.runtime;

import static io.awe4lb.kernel.runtime.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.runtime.StartRule.Choice;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRuleTest {

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void write() {
        file = Served.write(directory.resolve("awe4lb.yaml"), text(1));
    }

    @Test
    void withoutRevisionsTheFileIsTaken() throws IOException {
        assertStartsWith(1, 1, "no revision is kept yet");
    }

    @Test
    void aFileThatDidNotChangeLeavesTheRevisionInForce() throws IOException {
        assertStartsWith(1, 1, "no revision is kept yet");
        assertStartsWith(1, 1, "the file has not changed since it was last applied");
    }

    @Test
    void aChangeThroughRestOutlivesARestart() throws IOException {
        change(5);
        assertStartsWith(5, 2, "the file has not changed since it was last applied");
    }

    @Test
    void aFileThatWasWrittenMeanwhileIsTakenEvenAfterAChangeThroughRest() throws IOException {
        change(5);
        Served.write(file, text(9));
        assertStartsWith(9, 3, "it has changed since it was last applied, before or with revision 2");
    }

    @Test
    void anotherFileIsTaken() throws IOException {
        change(5);
        Path first = file;
        file = Served.write(directory.resolve("other.yaml"), text(1));
        assertStartsWith(1, 3, "revision 2 remembers " + first + ", which is another one");
    }

    @Test
    void aFileThatIsTouchedButSaysTheSameIsNoChange() throws IOException {
        change(5);
        Files.delete(file);
        Served.write(file, text(1));
        assertStartsWith(5, 2, "the file has not changed since it was last applied");
    }

    @Test
    void afterACrashWhatWasInForceComesBackThoughTheFileIsBroken() throws IOException {
        change(5);
        for (String broken : List.of("", "shutdown: {drain: soon}", "shutdown: {dr")) {
            Served.write(file, broken);
            assertStartsWith(5, 2, "it was in force last, and the file cannot be served");
        }
        Files.delete(file);
        assertStartsWith(5, 2, "it was in force last, and the file cannot be served");
    }

    @Test
    void aFileThatCannotBeStartedLeavesTheRevisionToTry() throws IOException {
        change(5);
        Served.write(file, text(9));
        List<Candidate> candidates = assertInstanceOf(Choice.Possible.class, decide(Map.of())).candidates();
        assertEquals(List.of(9L, 5L), candidates.stream().map(candidate -> candidate.config().shutdown().drain().toSeconds()).toList());
    }

    @Test
    void aRevisionThatIsNoLongerValidLeavesTheFile() throws IOException {
        try (var served = Served.start(directory.resolve("data"), file, Map.of("SECONDS", "5s"))) {
            served.live.change(_ -> "shutdown: {drain: \"${SECONDS}\"}\n", "ops", "", Source.REST, false);
        }
        assertStartsWith(1, 3, "revision 2 cannot be served");
    }

    @Test
    void aDamagedRevisionLeavesTheOneBeforeIt() throws IOException {
        change(5);
        Served.write(directory.resolve("data/revisions/000002.yaml"), "half");
        assertStartsWith(1, 1, "the file has not changed since it was last applied");
    }

    @Test
    void withoutAnythingToServeEveryFindingIsTold() throws IOException {
        try (var served = Served.start(directory.resolve("data"), file, Map.of("SECONDS", "5s"))) {
            served.live.change(_ -> "shutdown: {drain: \"${SECONDS}\"}\n", "ops", "", Source.REST, false);
        }
        Served.write(file, "lisners: {}\n");
        List<String> findings =
                assertInstanceOf(Choice.Invalid.class, decide(Map.of())).findings().stream().map(Object::toString).toList();
        assertTrue(findings.getFirst().startsWith(file + ":1:1: error unknown-key"), findings.toString());
        assertTrue(findings.getLast().startsWith("revision 2:1:19: error unset-variable"), findings.toString());
    }

    @Test
    void aFirstStartWithABrokenFileHasNothingToServe() throws IOException {
        Served.write(file, "lisners: {}\n");
        assertInstanceOf(Choice.Invalid.class, decide(Map.of()));
    }

    @Test
    void aBrokenFileOfAnotherNameIsNotReplacedByWhatSomebodyElseServed() throws IOException {
        change(5);
        file = Served.write(directory.resolve("other.yaml"), "lisners: {}\n");
        assertInstanceOf(Choice.Invalid.class, decide(Map.of()));
    }

    private void change(int seconds) throws IOException {
        try (var served = Served.start(directory.resolve("data"), file)) {
            assertInstanceOf(Outcome.Applied.class, served.live.change(_ -> text(seconds), "ops", "", Source.REST, false));
        }
    }

    private Choice decide(Map<String, String> environment) throws IOException {
        try (var data = DataDirectory.open(directory.resolve("data"))) {
            var reader = new ConfigReader(Providers.of(List.of()), environment::get);
            return StartRule.decide(reader, data.revisions(), file);
        }
    }

    private void assertStartsWith(int seconds, int revision, String reason) throws IOException {
        try (var served = Served.start(directory.resolve("data"), file)) {
            assertEquals(List.of((long) seconds, (long) revision, reason),
                    List.of(served.seconds(), served.live.current().revision().number(), served.started.reason()));
        }
    }
}
