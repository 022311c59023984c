package io.awe4lb.kernel.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done again and again, on a virtual thread of its own, until it is closed. A bug in it costs that once. */
final class Repeating implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

    private final Thread thread;

    /**
     * Begins, with the first pause.
     *
     * @param name of the thread
     * @param pause before each time
     * @param step may block; is interrupted at the end
     */
    Repeating(String name, Duration pause, Runnable step) {
        this.thread = Thread.ofVirtual().name(name).start(() -> repeat(pause, step));
    }

    private static void repeat(Duration pause, Runnable step) {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(pause);
                once(step);
            }
        } catch (InterruptedException _) { // closed
            Thread.currentThread().interrupt();
        }
    }

    private static void once(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException bug) {
            LOG.error("{}: this time was ended by a bug", Thread.currentThread().getName(), bug);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
