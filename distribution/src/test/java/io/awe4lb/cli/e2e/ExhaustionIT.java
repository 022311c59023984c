package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExhaustionIT extends EndToEnd {

    private static final int FILES = 100;
    private static final Duration LOG_AT_MOST_EVERY = Duration.ofSeconds(10);

    @Test
    void withoutFileDescriptorsNewClientsWaitAndTheOthersGoOn() throws Exception {
        Path file = file("awe4lb.yaml", """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web, timeouts: {connect: 1m}}
                pools:
                  web: {backends: ["%s"], retry: {timeout: 1m}}
                """.formatted(backend("a")));
        Awe4lb awe4lb = started(withFewFiles(), "run", "-c", file.toString()).ready();
        long begin = System.nanoTime();
        Peer first = client(awe4lb.address("web"));
        first.receives("a\n");

        CountDownLatch leave = new CountDownLatch(1);
        List<Background> others = new ArrayList<>();
        while (others.size() < FILES) { // more than there are files for: each takes two
            Peer client = client(awe4lb.address("web"));
            others.add(Background.begin(() -> {
                client.receives("a\n");
                leave.await();
                client.close();
            }));
        }
        awe4lb.says("accepting pauses");
        first.sends("still there?\n");
        first.receives("still there?\n");

        leave.countDown();
        for (Background other : others) {
            other.completes();
        }
        first.sends("still there?\n");
        first.receives("still there?\n");
        client(awe4lb.address("web")).receives("a\n");
        everyoneIsServedOfThoseWhoComeAtOnce(awe4lb);
        long allowed = 1 + Duration.ofNanos(System.nanoTime() - begin).dividedBy(LOG_AT_MOST_EVERY);
        assertTrue(awe4lb.err().count("accepting pauses") <= allowed, "the log is not flooded");
    }

    /** They wait when it looks: it could accept so many that no descriptor is left for the backend of any. */
    private void everyoneIsServedOfThoseWhoComeAtOnce(Awe4lb awe4lb) throws Exception {
        awe4lb.signal("STOP");
        List<Background> together = new ArrayList<>();
        while (together.size() < FILES) {
            Peer client = client(awe4lb.address("web"));
            together.add(Background.begin(() -> {
                client.receives("a\n");
                client.close();
            }));
        }
        awe4lb.signal("CONT");
        for (Background one : together) {
            one.completes();
        }
    }

    @Test
    void aStartThatNeedsMoreFileDescriptorsThanThereAreFailsWithASentence() throws Exception {
        Path file = file("awe4lb.yaml", """
                loops: 1000
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: ["127.0.1.1:80"]}
                """);
        started(withFewFiles(), "run", "-c", file.toString()).ended().with(1).complaining("cannot open an event loop", "open files");
    }

    private static Launch withFewFiles() {
        return Launch.shared().by("/bin/sh", "-c", "ulimit -n " + FILES + "; exec \"$0\" \"$@\"");
    }
}
