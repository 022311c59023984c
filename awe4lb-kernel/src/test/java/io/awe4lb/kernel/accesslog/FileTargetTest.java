package io.awe4lb.kernel.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.AccessLogTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTargetTest {

    /** A device that is always full: full(4). */
    private static final Path FULL = Path.of("/dev/full");
    private static final int SMALLEST = 64 * 1024;

    @TempDir
    Path directory;

    private AccessLogTarget.File growing() {
        return new AccessLogTarget.File(path(), OptionalLong.empty(), 5);
    }

    private Path path() {
        return directory.resolve("access.log");
    }

    private static List<String> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> "line " + number).toList();
    }

    @Test
    void linesAreAppendedInOrder() throws IOException {
        Files.writeString(path(), "from before\n");
        try (var logging = Logging.to(growing())) {
            logging.ends(3_000);
            logging.hasWritten(3_000);
        }
        List<String> expected = new ArrayList<>(List.of("from before"));
        expected.addAll(lines(1, 3_000));
        assertEquals(expected, Files.readAllLines(path()));
    }

    @Test
    void linesOfSeveralLoopsStandInTheOrderOfWhatHappened() throws Exception {
        var allAreThere = new CountDownLatch(1);
        try (var logging = Logging.to(growing(), (record, line) -> {
            await(allAreThere);
            line.append("line ").append(record.id());
        })) {
            for (int i = 0; i < 100; i++) {
                logging.endsOn(i % 3 % Logging.LOOPS);
            }
            allAreThere.countDown();
            logging.hasWritten(100);
        }
        assertEquals(lines(1, 100), Files.readAllLines(path()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException ended) {
            throw new AssertionError(ended);
        }
    }

    @Test
    void aStopWritesEverything() throws IOException {
        try (var logging = Logging.to(growing())) {
            logging.ends(EntryRing.CAPACITY);
        }
        assertEquals(lines(1, EntryRing.CAPACITY), Files.readAllLines(path()));
    }

    @Test
    void aFileThatWasRenamedIsOpenedAnewWithoutASignal() throws IOException {
        try (var logging = Logging.to(growing())) {
            logging.ends(1);
            logging.hasWritten(1);
            Files.move(path(), directory.resolve("renamed.log"));
            var more = new int[1];
            Eventually.until("the file is there again", () -> {
                logging.ends(1);
                more[0]++;
                return Files.exists(path());
            });
            logging.hasWritten(1 + more[0]);
            List<String> all = new ArrayList<>(Files.readAllLines(directory.resolve("renamed.log")));
            all.addAll(Files.readAllLines(path()));
            assertEquals(lines(1, 1 + more[0]), all);
        }
    }

    @Test
    void itIsOpenedAnewWhenSomebodySaysSo() throws IOException {
        try (var logging = Logging.to(growing())) {
            logging.ends(2);
            logging.hasWritten(2);
            Files.move(path(), directory.resolve("renamed.log"));
            logging.logs().reopen();
            logging.ends(1);
            logging.hasWritten(3);
        }
        assertEquals(lines(3, 3), Files.readAllLines(path()));
    }

    @Test
    void aFileThatIsLargeIsPutAsideAndTheOldestAreDropped() throws IOException {
        String filling = "x".repeat(200);
        var target = new AccessLogTarget.File(path(), OptionalLong.of(SMALLEST), 2);
        int count = 4 * SMALLEST / 200;
        try (var logging = Logging.to(target, (record, line) -> line.append(record.id()).append(' ').append(filling))) {
            for (int i = 0; i < count; i++) {
                logging.ends(1);
                if (i % 100 == 0) {
                    logging.hasWritten(i + 1); // not all in one batch
                }
            }
            logging.hasWritten(count);
        }
        List<Integer> kept = new ArrayList<>();
        for (String name : List.of("access.log.2", "access.log.1", "access.log")) {
            assertTrue(Files.size(directory.resolve(name)) <= SMALLEST, name);
            Files.readAllLines(directory.resolve(name)).forEach(line -> kept.add(Integer.parseInt(line.split(" ")[0])));
        }
        assertFalse(Files.exists(directory.resolve("access.log.3")));
        assertEquals(IntStream.rangeClosed(kept.getFirst(), count).boxed().toList(), kept);
        assertTrue(kept.getFirst() > 1);
    }

    @Test
    void aFullDiskDropsAndCountsAndIsToldOnce() throws IOException {
        var logging = Logging.to(new AccessLogTarget.File(FULL, OptionalLong.empty(), 1));
        int most = EntryRing.CAPACITY + 2_000; // some are in the batch that cannot be written
        logging.ends(most);
        Eventually.until("it is told", () -> logging.messages().stream().anyMatch(text -> text.contains("nothing can be written")));
        logging.ends(most);
        long dropped = logging.stats().dropped();
        assertTrue(dropped > 0);
        assertEquals(0, logging.stats().written());
        assertEquals(1, logging.messages().stream().filter(text -> text.contains("dropped so far")).count());
        AccessLogStats before = logging.stats();
        logging.close();
        assertTrue(before.dropped() < 2L * most);
        assertTrue(logging.messages().stream().anyMatch(text -> text.matches(".*/dev/full: \\d+ lines were lost at the end.*")),
                logging.messages()::toString);
    }

    @Test
    void aPipeWithoutAReaderHoldsUpNobodyAndItsReaderGetsTheLines() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path().toString()).start().waitFor());
        try (var logging = Logging.to(growing())) {
            logging.ends(3);
            logging.hasWritten(3);
            try (var reader = Files.newBufferedReader(path())) {
                assertEquals(lines(1, 3), List.of(reader.readLine(), reader.readLine(), reader.readLine()));
            }
        }
    }

    @Test
    void aPipeThatIsFullHoldsUpNoStop() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path().toString()).start().waitFor());
        var logging = Logging.to(growing(), (_, line) -> line.append("x".repeat(10_000)));
        Eventually.until("lines are dropped", () -> {
            logging.ends(1_000);
            return logging.stats().dropped() > 0;
        });
        logging.close();
        assertEquals(1, logging.messages().stream().filter(text -> text.contains("were lost at the end")).count(),
                logging.messages()::toString);
    }

    @Test
    void aFormatThatFailsCostsItsLineAlone() throws IOException {
        try (var logging = Logging.to(growing(), (record, line) -> {
            if (record.id() == 2) {
                throw new IllegalStateException("a bug");
            }
            line.append("line ").append(record.id());
        })) {
            logging.ends(3);
            logging.hasWritten(2);
            assertEquals(1, logging.stats().dropped());
        }
        assertEquals(List.of("line 1", "line 3"), Files.readAllLines(path()));
    }

    @Test
    void aControlCharacterCannotForgeALine() throws IOException {
        try (var logging = Logging.to(growing(), (_, line) -> line.append("a\nb\tc\u0085é\u007f"))) {
            logging.ends(1);
        }
        assertEquals(List.of("a b c é "), Files.readAllLines(path()));
    }

    @Test
    void aLineMayBeLongerThanABatch() throws IOException {
        String filling = "x".repeat(200_000);
        try (var logging = Logging.to(growing(), (_, line) -> line.append(filling))) {
            logging.ends(3);
        }
        assertEquals(List.of(filling, filling, filling), Files.readAllLines(path()));
    }
}
