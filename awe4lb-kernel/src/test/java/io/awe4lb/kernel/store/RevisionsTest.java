package io.awe4lb.kernel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.store.Revisions.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");

    @TempDir
    private Path directory;
    private Revisions revisions;

    @BeforeEach
    void open() throws IOException {
        revisions = reopened();
    }

    @Test
    void atFirstThereIsNone() {
        assertEquals(Optional.empty(), revisions.latest());
        assertEquals(List.of(), revisions.list());
        assertEquals(Optional.empty(), revisions.find(1));
    }

    @Test
    void aRevisionIsReadAsItWasWritten() throws IOException {
        var draft = new Draft(Source.REST, "ops", "tonight's release", "a: 1\n", Optional.of("/etc/awe4lb.yaml"), Optional.of("abc"));
        Revision added = revisions.add(draft);
        var expected = new Revision(1, NOW, "ops", "tonight's release", Source.REST, "a: 1\n", Optional.of("/etc/awe4lb.yaml"),
                Optional.of("abc"));
        assertEquals(expected, added);
        assertEquals(Optional.of(expected), reopened().latest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a: 1", "# a comment\r\n\r\na: 1\r\n", "\uFEFFa: ü €\u0085\u2028 \uD83D\uDE00\n",
        "---\n{\"a\": 1}\n...\n"})
    void aTextIsKeptToTheByte(String text) throws IOException {
        revisions.add(draft(text));
        assertEquals(text, reopened().latest().orElseThrow().text());
    }

    @Test
    void aCommentCannotLeaveItsLine() throws IOException {
        String comment = "one\ntwo\u0085three\u2028listeners: {}";
        revisions.add(new Draft(Source.REST, "o\"p\ns", comment, "a: 1\n", Optional.empty(), Optional.empty()));
        Revision read = reopened().latest().orElseThrow();
        assertEquals(comment, read.comment());
        assertEquals("o\"p\ns", read.who());
        String file = Files.readString(directory.resolve("000001.yaml"));
        assertEquals(2, file.lines().count(), file);
        assertTrue(file.startsWith("# {\"revision\":1,\"time\":\"2026-03-01T10:00:00.123Z\",\"who\":"), file);
        assertTrue(file.chars().allMatch(character -> character < 0x80), file);
    }

    @Test
    void onlyThisUserMayReadIt() throws IOException {
        revisions.add(draft("secret"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("000001.yaml"))));
    }

    @Test
    void theNewestFiftyAreKept() throws IOException {
        for (int i = 1; i <= 53; i++) {
            revisions.add(draft("text " + i));
        }
        List<Long> expected = LongStream.rangeClosed(4, 53).boxed().toList().reversed();
        assertEquals(expected, revisions.list().stream().map(Revision::number).toList());
        assertEquals(expected, reopened().list().stream().map(Revision::number).toList());
        assertEquals(Optional.empty(), revisions.find(3));
        assertEquals("text 4", revisions.find(4).orElseThrow().text());
    }

    @Test
    void aDamagedFileIsPassedOverAndNamedOnce() throws IOException {
        revisions.add(draft("first"));
        revisions.add(draft("second"));
        Path second = directory.resolve("000002.yaml");
        String whole = Files.readString(second);
        List<String> damaged =
                List.of("", "second", "# {\"revision\":2", "# []\nsecond", whole.substring(0, whole.length() - 1), whole + "x",
                        whole.replace("\"rest\"", "\"elsewhere\""), whole.replace("\"time\":\"2026", "\"time\":\"soon"),
                        whole.replace(":2,", ":3,"));
        for (String content : damaged) {
            Files.writeString(second, content);
            Revisions read = reopened();
            try (var log = new Logged(Revisions.class)) {
                assertEquals("first", read.latest().orElseThrow().text(), content);
                assertEquals(Optional.empty(), read.find(2));
                assertEquals(Optional.of(second.toString()), read.damaged(2));
                assertEquals(Optional.empty(), read.damaged(1));
                assertEquals(Optional.empty(), read.damaged(3));
                assertEquals(1L, read.list().getLast().number());
                assertEquals(1, log.lines().size(), log.lines().toString());
                assertTrue(log.lines().getFirst().startsWith("revision " + second + " cannot be read and is passed over: "),
                        log.lines().toString());
            }
            assertEquals(3, reopened().add(draft("third")).number());
            Files.delete(directory.resolve("000003.yaml"));
        }
    }

    @Test
    void aFileCutOffAnywhereIsNeverTakenForARevision() throws IOException {
        revisions.add(draft("listeners: {}\n"));
        Path file = directory.resolve("000001.yaml");
        byte[] whole = Files.readAllBytes(file);
        try (var _ = new Logged(Revisions.class)) {
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertEquals(Optional.empty(), reopened().latest(), "cut off after " + length + " bytes");
            }
        }
    }

    @Test
    void aListHasWhatStandsInFrontOfTheTextsAndReadsNoMore() throws IOException {
        Revision added = revisions.add(new Draft(Source.REST, "ops", "ü", "secret\n", Optional.of("/etc/a.yaml"), Optional.of("abc")));
        Path file = directory.resolve("000001.yaml");
        Files.writeString(file, Files.readString(file).replace("secret", "edited"));
        var expected = new Revision(1, NOW, "ops", "ü", Source.REST, "", added.file(), added.fileHash());
        assertEquals(List.of(expected), revisions.list());
        Files.writeString(file, "listeners: {}\n");
        try (var log = new Logged(Revisions.class)) {
            assertEquals(List.of(), revisions.list());
            assertEquals(1, log.lines().size(), log.lines().toString());
        }
    }

    @Test
    void whoReadsDoesNotWaitForWhoWrites() throws Exception {
        revisions.add(draft("first"));
        var read = new CompletableFuture<Integer>();
        synchronized (revisions) { // as a writer on a slow disk
            Thread.ofPlatform().daemon().start(() -> read.complete(revisions.list().size() + revisions.find(1).orElseThrow().text().length()
                    + revisions.latest().orElseThrow().text().length()));
            assertEquals(11, read.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Path note = Files.writeString(directory.resolve("note.txt"), "mine");
        Files.createDirectory(directory.resolve("000077.yaml"));
        assertEquals(78, reopened().add(draft("a")).number());
        assertEquals(1, reopened().list().size());
        assertTrue(Files.exists(note));
    }

    @Test
    void aNumberIsNotUsedAgain() throws IOException {
        revisions.add(draft("first"));
        Revision second = revisions.add(draft("second"));
        revisions.withdraw(second);
        assertEquals("first", revisions.latest().orElseThrow().text());
        assertEquals(3, revisions.add(draft("third")).number());
        Files.delete(directory.resolve("000003.yaml"));
        assertEquals(4, revisions.add(draft("fourth")).number());
    }

    @Test
    void whatCannotBeWrittenLeavesTheOthersAsTheyWere() throws IOException {
        revisions.add(draft("first"));
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        Files.move(directory, away);
        try (var log = new Logged(Revisions.class)) {
            assertThrows(IOException.class, () -> revisions.add(draft("second")));
            assertEquals(Optional.empty(), revisions.latest());
            assertEquals(1, log.lines().size());
        }
        Files.move(away, directory);
        assertEquals("first", revisions.latest().orElseThrow().text());
        assertEquals(2, revisions.add(draft("second")).number());
    }

    @Test
    void inMemoryNothingIsWritten() throws IOException {
        Revisions memory = DataDirectory.inMemory().revisions();
        for (int i = 1; i <= 52; i++) {
            memory.add(draft("text " + i));
        }
        assertEquals(50, memory.list().size());
        assertEquals("text 52", memory.latest().orElseThrow().text());
        assertEquals(Optional.empty(), DataDirectory.inMemory().path());
    }

    private Revisions reopened() throws IOException {
        return new Revisions(new Shelf.OnDisk(directory), InstantSource.fixed(NOW));
    }

    private static Draft draft(String text) {
        return new Draft(Source.REST, "ops", "", text, Optional.empty(), Optional.empty());
    }
}
