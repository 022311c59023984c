package io.awe4lb.kernel.runtime;

import static io.awe4lb.kernel.runtime.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.store.Logged;
import io.awe4lb.kernel.store.Source;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch, one look after the other; and once with its own thread. */
class FileWatchTest {

    private static final Duration SOON = Duration.ofMillis(5);

    @TempDir
    private Path directory;
    private Path file;
    private Served served;
    private FileWatch watch;

    @BeforeEach
    void start() throws IOException {
        file = Served.write(directory.resolve("awe4lb.yaml"), text(1));
        watch(file);
    }

    private void watch(Path watched) throws IOException {
        served = Served.start(directory.resolve("data"), watched);
        watch = new FileWatch(served.live, new ConfigurationFile(watched), SOON);
        look(3);
        assertEquals(0, served.applying.tries.get(), "what it started with is no change");
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
    }

    @Test
    void aChangeIsBelievedAtTheSecondLook() {
        Served.write(file, text(2));
        look(1);
        assertEquals(1, served.seconds());
        look(1);
        assertEquals(2, served.seconds());
        assertEquals("watch", served.live.current().revision().who());
        assertEquals(Source.FILE, served.live.current().revision().source());
        look(5);
        assertEquals(1, served.applying.tries.get());
    }

    @Test
    void aFileThatIsBeingWrittenIsLeftAlone() {
        String whole = text(2) + "# the end\n".repeat(50);
        for (int length = 0; length < whole.length(); length++) {
            Served.write(file, whole.substring(0, length));
            look(1);
        }
        assertEquals(List.of(), served.told());
        Served.write(file, whole);
        look(2);
        assertEquals(2, served.seconds());
    }

    @Test
    void aFileThatStaysHalfWrittenIsToldOnceAndTakenWhenItIsWhole() {
        Served.write(file, "shutdown: {drain: 2s");
        look(10);
        assertEquals(1, served.told().size(), served.told().toString());
        assertTrue(served.told().getFirst().startsWith("config_rejected watch: refused: " + file + ":1:"), served.told().toString());
        Served.write(file, "shutdown: {drain: 2s}\n");
        look(2);
        assertEquals(2, served.seconds());
    }

    @Test
    void anEditorThatRenamesIsFollowed() throws IOException {
        Path draft = Served.write(directory.resolve(".awe4lb.yaml.swp"), text(2));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        look(2);
        assertEquals(2, served.seconds());
    }

    @Test
    void aFileThatIsWrittenInPlaceIsSeenThoughItsTimeAndSizeStay() throws IOException {
        var time = Files.getLastModifiedTime(file);
        Files.writeString(file, text(2), StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(file, time);
        look(2);
        assertEquals(2, served.seconds());
    }

    @Test
    void linksThatAreExchangedAsKubernetesDoesAreFollowed() throws IOException {
        served.close();
        Path volume = Files.createDirectory(directory.resolve("volume"));
        project(volume, "..1", text(3));
        Files.createSymbolicLink(volume.resolve("awe4lb.yaml"), Path.of("..data/awe4lb.yaml"));
        watch(volume.resolve("awe4lb.yaml"));
        assertEquals(3, served.seconds());
        project(volume, "..2", text(4));
        look(2);
        assertEquals(4, served.seconds());
        assertEquals(volume.resolve("awe4lb.yaml").toString(), served.live.current().revision().file().orElseThrow());
    }

    private static void project(Path volume, String version, String text) throws IOException {
        Files.createDirectory(volume.resolve(version));
        Served.write(volume.resolve(version + "/awe4lb.yaml"), text);
        Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of(version));
        Files.move(volume.resolve("..data_tmp"), volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aDirectoryIsWatchedWithItsParts() throws IOException {
        served.close();
        Path parts = Files.createDirectories(directory.resolve("etc/conf.d"));
        Served.write(parts.resolveSibling("awe4lb.yaml"), "# the whole\nloops: 1\n");
        watch(parts.getParent());
        Path part = Served.write(parts.resolve("10-shutdown.yaml"), text(2));
        look(2);
        assertEquals(2, served.seconds());
        String document = served.live.current().revision().text();
        assertTrue(document.startsWith("# the whole\nloops: 1\n"), document);
        assertEquals(2, Served.seconds(served.live.validate(document)), document);
        Served.write(parts.resolve("notes.txt"), "read by nobody");
        Served.write(parts.resolve(".10-shutdown.yaml.swp"), "read by nobody");
        look(5);
        assertEquals(1, served.applying.tries.get());
        Files.move(part, parts.resolve("20-shutdown.yaml"));
        look(2);
        assertEquals(2, served.applying.tries.get(), "a file's name counts, because it is their order");
        Served.write(parts.resolve("30-broken.yaml"), "lisners: {}\n");
        look(5);
        assertTrue(served.told().getLast().contains("conf.d/30-broken.yaml:1:1: error unknown-key"), served.told().toString());
        Files.delete(parts.resolve("30-broken.yaml"));
        Files.delete(parts.resolve("20-shutdown.yaml"));
        look(2);
        assertEquals(30, served.seconds());
    }

    @Test
    void aFileThatIsGoneChangesNothingAndIsToldOnce() throws IOException {
        Files.delete(file);
        look(10);
        assertEquals(1, served.seconds());
        assertEquals(1, served.told().size(), served.told().toString());
        Served.write(file, text(1));
        look(3);
        assertEquals(1, served.told().size(), served.told().toString());
        Served.write(file, text(2));
        look(2);
        assertEquals(2, served.seconds());
        Files.delete(file);
        look(3);
        assertEquals(3, served.told().size(), "told once more");
    }

    @Test
    void aFileThatIsGoneForOneLookIsNotMissed() throws IOException {
        Files.delete(file);
        look(1);
        Served.write(file, text(1));
        look(3);
        assertEquals(List.of(), served.told());
    }

    @Test
    void whatWasRefusedIsTriedAgainWhenItChanges() {
        served.applying.refusal = new ChangeException("/listeners/a", "the port is in use");
        Served.write(file, text(2));
        look(10);
        assertEquals(1, served.applying.tries.get());
        assertEquals(1, served.told().size());
        served.applying.refusal = null;
        look(10);
        assertEquals(1, served.seconds(), "not without a change");
        Served.write(file, text(1));
        look(3);
        Served.write(file, text(2));
        look(2);
        assertEquals(2, served.seconds());
    }

    @Test
    void whatAHangUpRefusedIsNotToldASecondTime() {
        Served.write(file, "shutdown: {drain: soon}");
        served.live.reloadFile("HUP");
        look(5);
        assertEquals(1, served.told().size(), served.told().toString());
    }

    @Test
    void aChangeThroughRestIsNotTakenBack() {
        served.live.change(_ -> text(5), "ops", "", Source.REST, false);
        look(5);
        assertEquals(5, served.seconds());
        Served.write(file, text(6));
        look(2);
        assertEquals(6, served.seconds());
    }

    @Test
    void aBugEndsTheTryAndNotTheWatch() {
        served.applying.bug = new IllegalStateException("a bug");
        Served.write(file, text(2));
        try (var log = new Logged(FileWatch.class)) {
            look(5);
            assertEquals(1, log.lines().size(), log.lines().toString());
        }
        assertEquals(1, served.applying.tries.get());
        served.applying.bug = null;
        Served.write(file, text(3));
        look(2);
        assertEquals(3, served.seconds());
    }

    /** A path of a closed archive answers every question with an unchecked exception, as a directory does whose listing breaks off. */
    @Test
    void aLookThatFailsByABugIsToldOnceAndTheNextOneIsTaken() throws IOException {
        Path archive = directory.resolve("etc.zip");
        FileSystem closed = FileSystems.newFileSystem(archive, Map.of("create", "true"));
        var unlucky = new FileWatch(served.live, new ConfigurationFile(closed.getPath("/awe4lb.yaml")), SOON);
        closed.close();
        try (var log = new Logged(FileWatch.class)) {
            for (int i = 0; i < 3; i++) {
                unlucky.look();
            }
            assertEquals(1, log.lines().size(), log.lines().toString());
            assertTrue(log.lines().getFirst().startsWith("/awe4lb.yaml could not be looked at"), log.lines().toString());
        }
    }

    @Test
    void itWatchesByItselfUntilItIsClosed() {
        FileWatch own = served.live.watch(SOON);
        Served.write(file, text(2));
        Eventually.until("the change is in force", () -> served.seconds() == 2);
        own.close();
        own.close();
        Served.write(file, text(3));
        look(1);
        assertEquals(2, served.seconds());
        look(1);
        assertEquals(3, served.seconds(), "the closed one left it to this one");
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }
}
