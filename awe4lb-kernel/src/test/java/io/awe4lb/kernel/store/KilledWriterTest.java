package io.awe4lb.kernel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.ChildProcess;
import io.awe4lb.kernel.stats.WeightOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed with SIGKILL again and again, and the next one goes on from what is there. */
class KilledWriterTest {

    private static final int ROUNDS = 8;

    @TempDir
    private Path directory;
    private long revision;
    private int weight;

    @Test
    void nothingThatWasAcknowledgedIsLostAndNothingIsHalf() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledWriterTest: seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            writeUntilKilled(random);
            checkWhatIsThere("seed " + seed + ", round " + round);
        }
        assertTrue(revision > ROUNDS, "it wrote at all: " + revision);
    }

    private void writeUntilKilled(Random random) throws Exception {
        try (var writer = ChildProcess.start(StoreWriter.class, StoreWriter.LIBRARIES, directory.toString(), "write")) {
            assertEquals("ready", writer.line());
            for (int lines = random.nextInt(120); lines > 0; lines--) {
                acknowledged(writer.line());
            }
            LockSupport.parkNanos(random.nextInt(3_000_000));
            writer.kill();
            String line;
            while ((line = writer.line()) != null) {
                acknowledged(line);
            }
        }
    }

    /** A line may be cut off by the end of the process; then it was not said. */
    private void acknowledged(String line) {
        String[] words = line.split(" ");
        if (words.length == 2 && words[0].equals("revision")) {
            revision = Math.max(revision, Long.parseLong(words[1]));
        } else if (words.length == 2) {
            weight = Math.max(weight, Integer.parseInt(words[1]));
        }
    }

    private void checkWhatIsThere(String when) throws IOException {
        try (var data = DataDirectory.open(directory); var log = new Logged(Revisions.class); var names = Files.walk(directory)) {
            Revision latest = data.revisions().latest().orElseThrow();
            assertTrue(latest.number() == revision || latest.number() == revision + 1,
                    when + ": " + latest.number() + " after " + revision);
            for (Revision kept : data.revisions().list()) {
                String text = data.revisions().find(kept.number()).orElseThrow().text();
                assertEquals(StoreWriter.text(kept.number()), text, when);
            }
            assertTrue(data.revisions().list().size() <= Revisions.KEPT + 1, when);
            int kept = data.overrides().of(StoreWriter.BACKEND).weight().map(WeightOverride::weight).orElse(0);
            assertTrue(kept == weight || kept == weight + 1, when + ": " + kept + " after " + weight);
            assertTrue(kept == 0 || data.overrides().of(StoreWriter.BACKEND).equals(StoreWriter.override(kept)), when);
            assertEquals(0, log.lines().size(), log.lines().toString());
            assertTrue(names.noneMatch(file -> file.toString().endsWith(".tmp")), when);
            revision = latest.number();
            weight = kept;
        }
    }
}
