package io.awe4lb.plugins.discovery.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * Reads what a program writes until it ends, so that it never waits for a reader. On a platform thread: reading from a pipe holds the
 * carrier of a virtual one, and a few programs that hang would use up all of those.
 */
final class Drain {

    private final InputStream stream;
    private final long limit;
    private final Runnable onOverfull;
    private final CountDownLatch ended = new CountDownLatch(1);
    private byte[] content = {};
    private boolean overfull;

    private Drain(InputStream stream, long limit, Runnable onOverfull) {
        this.stream = stream;
        this.limit = limit;
        this.onOverfull = onOverfull;
    }

    /**
     * @param limit bytes that are kept
     * @param onOverfull called once when there are more; what comes then is read and dropped
     */
    static Drain begin(InputStream stream, long limit, Runnable onOverfull) {
        var drain = new Drain(stream, limit, onOverfull);
        Thread.ofPlatform().daemon().name("discovery exec output").start(drain::read);
        return drain;
    }

    private void read() {
        try (stream) {
            content = stream.readNBytes(Math.toIntExact(limit));
            overfull = stream.read() >= 0;
            if (overfull) {
                onOverfull.run();
                stream.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException _) { // closed with the program: what was read until then is what there is
        } finally {
            ended.countDown();
        }
    }

    /** Waits until nobody can write any more. */
    byte[] await() throws InterruptedException {
        ended.await();
        return content;
    }

    /** After {@link #await()}. */
    boolean isOverfull() {
        return overfull;
    }
}
