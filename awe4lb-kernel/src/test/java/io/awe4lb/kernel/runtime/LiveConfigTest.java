package io.awe4lb.kernel.runtime;

import static io.awe4lb.kernel.runtime.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.runtime.LiveConfig.Current;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {

    @TempDir
    private Path directory;
    private Path file;
    private Served served;

    @BeforeEach
    void start() throws IOException {
        file = Served.write(directory.resolve("awe4lb.yaml"), text(1));
        served = Served.start(directory.resolve("data"), file);
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
    }

    @Test
    void theFileThatItStartedWithIsTheFirstRevision() {
        Revision first = served.live.current().revision();
        assertEquals(1, first.number());
        assertEquals(Source.FILE, first.source());
        assertEquals("start", first.who());
        assertEquals(text(1), first.text());
        assertEquals(Optional.of(file.toString()), first.file());
        assertEquals(Optional.of(first), served.data.revisions().latest());
    }

    @Test
    void aChangeIsInForceAndWrittenDownWhenItReturns() {
        var applied = assertInstanceOf(Outcome.Applied.class, served.live.change(_ -> text(2), "ops", "faster", Source.REST, false));
        assertEquals(2, served.seconds());
        assertEquals(new Current(applied.revision(), served.applying.config), served.live.current());
        assertEquals(Optional.of(applied.revision()), served.data.revisions().latest());
        assertEquals(List.of(2L, "ops", "faster", Source.REST, text(2)), List.of(applied.revision().number(), applied.revision().who(),
                applied.revision().comment(), applied.revision().source(), applied.revision().text()));
        assertEquals("shutdown changes", applied.impacts().getFirst().change().sentence());
        assertEquals("no-listeners", applied.warnings().getFirst().code());
        assertEquals(List.of("config_applied ops: revision 2 is in force: shutdown changes: they live on"), served.told());
    }

    @Test
    void itRemembersTheFileThatWasAppliedBeforeIt() {
        Revision first = served.live.current().revision();
        served.live.change(_ -> text(2), "ops", "", Source.REST, false);
        Revision second = served.live.current().revision();
        assertEquals(first.file(), second.file());
        assertEquals(first.fileHash(), second.fileHash());
    }

    @Test
    void theSameTextIsNoChange() {
        var outcome = served.live.change(current -> current.revision().text(), "ops", "", Source.REST, false);
        assertEquals(new Outcome.Unchanged(served.live.current().revision()), outcome);
        assertEquals(0, served.applying.tries.get());
        assertEquals(List.of(), served.told());
    }

    @Test
    void aDryRunChangesNothingAndTellsNobody() {
        assertEquals(1, assertInstanceOf(Outcome.Checked.class, served.live.diff(text(2))).impacts().size());
        assertInstanceOf(Outcome.Invalid.class, served.live.diff("shutdown: {drain: soon}"));
        served.applying.refusal = new ChangeException("/listeners/a", "the port is in use");
        assertInstanceOf(Outcome.Refused.class, served.live.diff(text(2)));
        assertUntouched();
        assertEquals(List.of(), served.told());
    }

    @Test
    void validatingLooksAndTriesNothing() {
        served.applying.refusal = new ChangeException("/listeners/a", "the port is in use");
        assertEquals(2, Served.seconds(served.live.validate(text(2))));
        String finding = served.live.validate("lisners: {}").findings().getFirst().toString();
        assertTrue(finding.startsWith("configuration:1:1: error unknown-key: /lisners: "), finding);
    }

    @Test
    void whatIsNotValidChangesNothing() {
        var outcome = served.live.change(_ -> "shutdown: {drain: soon}\n", "ops", "", Source.REST, false);
        assertEquals("/shutdown/drain", assertInstanceOf(Outcome.Invalid.class, outcome).findings().getLast().pointer());
        assertUntouched();
        String told = served.told().getFirst();
        assertTrue(told.startsWith("config_rejected ops: refused: configuration:1:19: error "), told);
    }

    @Test
    void whatIsRefusedChangesNothing() {
        served.applying.refusal = new ChangeException("/listeners/a", "the port is in use");
        var outcome = served.live.change(_ -> text(2), "ops", "", Source.REST, false);
        assertEquals("the port is in use", assertInstanceOf(Outcome.Refused.class, outcome).why().getMessage());
        assertUntouched();
        assertEquals(List.of("config_rejected ops: refused: /listeners/a: the port is in use"), served.told());
    }

    @Test
    void anEditThatDoesNotWantToChangesNothing() {
        var stale = assertThrows(IOException.class, () -> served.live.change(_ -> {
            throw new IOException("stale");
        }, "ops", "", Source.REST, false));
        assertEquals("stale", stale.getMessage());
        assertUntouched();
        assertInstanceOf(Outcome.Applied.class, served.live.change(_ -> text(2), "ops", "", Source.REST, false));
    }

    @Test
    void nothingChangesWhileSomebodyWantsItUndisturbed() throws Exception {
        var change = new CompletableFuture<Outcome>();
        long seen = served.live.undisturbed(() -> {
            Thread.ofVirtual().start(() -> change.complete(served.live.change(_ -> text(2), "ops", "", Source.REST, false)));
            assertThrows(TimeoutException.class, () -> change.get(50, TimeUnit.MILLISECONDS));
            return served.seconds();
        });
        assertEquals(1, seen);
        assertInstanceOf(Outcome.Applied.class, change.get(10, TimeUnit.SECONDS));
        assertEquals(2, served.seconds());
    }

    @Test
    void whatCannotBeWrittenDownIsNotInForce() throws IOException {
        Path revisions = directory.resolve("data/revisions");
        Path away = directory.resolve("away");
        Files.move(revisions, away);
        Served.write(revisions, "a file in its place");
        var why = assertInstanceOf(Outcome.Refused.class, served.live.change(_ -> text(2), "ops", "", Source.REST, false)).why();
        assertTrue(
                why.getMessage()
                        .startsWith("the change cannot be kept in the data directory, so it is not made: cannot write " + revisions),
                why.getMessage());
        assertEquals(1, served.seconds());
        Files.delete(revisions);
        Files.move(away, revisions);
        assertUntouched();
        served.live.change(_ -> text(2), "ops", "", Source.REST, false);
        assertEquals(2, served.data.revisions().latest().orElseThrow().number());
    }

    @Test
    void aStartThatCannotBeWrittenDownServesAllTheSame() throws IOException {
        served.close();
        DataDirectory data = DataDirectory.open(directory.resolve("full"));
        Path revisions = directory.resolve("full/revisions");
        Files.delete(revisions);
        Served.write(revisions, "a file in its place");
        served = Served.start(data, file);
        assertEquals(1, served.live.current().revision().number());
        assertEquals(text(1), served.live.current().revision().text());
        Files.delete(revisions);
        Files.createDirectory(revisions);
        served.live.change(_ -> text(2), "ops", "", Source.REST, false);
        assertEquals(List.of(2L), data.revisions().list().stream().map(Revision::number).toList());
    }

    private void assertUntouched() {
        assertEquals(1, served.seconds());
        assertEquals(1, served.live.current().revision().number());
        assertEquals(List.of(1L), served.data.revisions().list().stream().map(Revision::number).toList());
        assertEquals(Optional.of(served.live.current().revision()), served.data.revisions().latest());
    }
}
