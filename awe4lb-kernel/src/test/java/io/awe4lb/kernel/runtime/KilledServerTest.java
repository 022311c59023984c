package io.awe4lb.kernel.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.ChildProcess;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that changes its configuration is killed with SIGKILL again and again, and started again. */
class KilledServerTest {

    private static final int ROUNDS = 6;

    @TempDir
    private Path directory;
    private long tried = 1;
    private long served = 1;

    @Test
    void theNextStartServesWhatWasInForceOrWasJustBeingChanged() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledServerTest: seed " + seed);
        var random = new Random(seed);
        Path file = Served.write(directory.resolve("awe4lb.yaml"), Served.text(1));
        Path data = directory.resolve("data");
        for (int round = 0; round < ROUNDS; round++) {
            changeUntilKilled(random, data, file);
            try (var restarted = Served.start(data, file)) {
                long seconds = restarted.seconds();
                assertTrue(seconds == served || seconds == tried,
                        "seed %d, round %d: %d after %d was in force and %d was tried".formatted(seed, round, seconds, served, tried));
                served = seconds; // the next one begins with it, although nobody was told
            }
        }
        assertTrue(served > ROUNDS, "it changed at all: " + served);
    }

    private void changeUntilKilled(Random random, Path data, Path file) throws Exception {
        try (var server = ChildProcess.start(ChangingServer.class, ChangingServer.LIBRARIES, data.toString(), file.toString())) {
            for (int lines = 1 + random.nextInt(60); lines > 0; lines--) {
                said(server.line());
            }
            LockSupport.parkNanos(random.nextInt(5_000_000));
            server.kill();
            for (String line = server.line(); line != null; line = server.line()) {
                said(line);
            }
        }
    }

    /** A line may be cut off by the end of the process; then it was not said. */
    private void said(String line) {
        String[] words = line.split(" ");
        if (words.length == 2 && words[0].equals("tries")) {
            tried = Math.max(tried, Long.parseLong(words[1]));
        } else if (words.length == 2) {
            served = Math.max(served, Long.parseLong(words[1]));
        }
    }
}
