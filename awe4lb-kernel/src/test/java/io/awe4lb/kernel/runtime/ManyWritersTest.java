package io.awe4lb.kernel.runtime;

import static io.awe4lb.kernel.runtime.Served.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions;
import io.awe4lb.kernel.store.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyWritersTest {

    private static final int WRITERS = 100;
    private static final int ROUNDS = 10;

    @TempDir
    private Path directory;

    @Test
    void ofAHundredThatWantToChangeOneRevisionExactlyOneDoes() throws Exception {
        Path file = Served.write(directory.resolve("awe4lb.yaml"), text(1));
        try (var served = Served.start(directory.resolve("data"), file); ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<String> won = new ArrayList<>();
            var together = new CyclicBarrier(WRITERS);
            for (int round = 0; round < ROUNDS; round++) {
                long expected = served.live.current().revision().number();
                won.addAll(winners(served.live, writers, together, expected, 10 + round * WRITERS));
                assertEquals(round + 1, won.size(), "winners after round " + round);
                assertEquals(expected + 1, served.live.current().revision().number());
            }
            Revisions revisions = served.data.revisions();
            List<Long> kept = revisions.list().reversed().stream().map(Revision::number).toList();
            assertEquals(won, kept.stream().skip(1).map(number -> revisions.find(number).orElseThrow().text()).toList());
            assertEquals(ROUNDS, served.applying.tries.get());
        }
    }

    private static List<String> winners(LiveConfig live, ExecutorService writers, CyclicBarrier together, long expected, int first)
            throws Exception {
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String mine = text(first + i);
            all.add(writers.submit(() -> {
                together.await();
                return write(live, expected, mine);
            }));
        }
        List<String> won = new ArrayList<>();
        for (Future<String> one : all) {
            won.add(one.get());
        }
        won.removeIf(String::isEmpty);
        return won;
    }

    /** The text, if it came into force. */
    private static String write(LiveConfig live, long expected, String text) {
        try {
            Outcome outcome = live.change(current -> {
                if (current.revision().number() != expected) {
                    throw new IOException("stale");
                }
                return text;
            }, "ops", "", Source.REST, false);
            return outcome instanceof Outcome.Applied ? text : "";
        } catch (IOException _) { // another one was faster
            return "";
        }
    }
}
