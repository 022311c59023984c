package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Lines;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One watch, read on a thread of its own: so somebody can wait for several with a deadline. Lives until the server ends it, it breaks, or
 * it is closed.
 */
final class Watch implements AutoCloseable {

    /** A watch that is not read fast enough is not read from the connection either. */
    private static final int MOST_UNREAD = 256;

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_UNREAD);
    private final Runnable bell;
    private final long begin = System.nanoTime();
    private final Thread thread;
    private volatile long end;
    /** Set after the last line was put. */
    private volatile boolean ended;

    private Watch(Lines answer, Runnable bell) {
        this.bell = bell;
        this.thread = Thread.ofVirtual().name("watch").unstarted(() -> read(answer));
    }

    /**
     * Begins to read.
     *
     * @param answer is closed by this
     * @param bell rung after each line and at the end, on another thread
     */
    static Watch of(Lines answer, Runnable bell) {
        var watch = new Watch(answer, bell);
        watch.thread.start();
        return watch;
    }

    private void read(Lines answer) {
        try (answer) {
            for (Optional<String> line = answer.next(); line.isPresent(); line = answer.next()) {
                lines.put(line.get());
                bell.run();
            }
        } catch (DiscoveryException _) { // it has broken, and that is its end
            return;
        } catch (InterruptedException _) { // closed
            return;
        } finally {
            end = System.nanoTime();
            ended = true;
            bell.run();
        }
    }

    /** @return the next line that is there */
    Optional<String> poll() {
        return Optional.ofNullable(lines.poll());
    }

    /** Whether no line will come after those that are there. */
    boolean hasEnded() {
        return ended;
    }

    /** For how long it has lived. */
    Duration age() {
        return Duration.ofNanos((ended ? end : System.nanoTime()) - begin);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
