package io.awe4lb.kernel.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the configuration file into force when its content changes. A virtual thread that reads it again and again: content is the one
 * thing that tells with files mounted alone, links that are exchanged as Kubernetes does, editors that rename, and network file systems.
 *
 * <p>A content has to be the same at two reads before it is believed, so that a file is not taken while it is being written. One that was
 * refused is not tried again until it changes. A file that is gone changes nothing.
 */
public final class FileWatch implements AutoCloseable {

    /** From one read to the next. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final String WHO = "watch";

    private final LiveConfig config;
    private final ConfigurationFile file;
    private final Duration between;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    /** Content at the last read; empty: it could not be read. No content has this one, so that the first read is not believed alone. */
    private Optional<String> seen = Optional.of("nothing was read yet");
    private boolean saidUnreadable;
    private boolean saidBug;

    FileWatch(LiveConfig config, ConfigurationFile file, Duration between) {
        this.config = config;
        this.file = file;
        this.between = between;
        this.thread = Thread.ofVirtual().name("file-watch").unstarted(this::watch);
    }

    FileWatch start() {
        thread.start();
        return this;
    }

    private void watch() {
        try {
            while (!closed.await(between.toNanos(), TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException _) { // nobody wants it any more
            Thread.currentThread().interrupt();
        }
    }

    /** One read, and what follows from it. On the watch's thread, which outlives whatever goes wrong: nobody else looks after the file. */
    void look() {
        try {
            read();
            saidBug = false;
        } catch (RuntimeException bug) {
            if (!saidBug) {
                LOG.error("{} could not be looked at or applied because of a bug; the next look is in {} ms", file.path(),
                        between.toMillis(), bug);
            }
            saidBug = true;
        }
    }

    private void read() {
        Optional<String> now = file.hash();
        boolean isStable = now.equals(seen);
        seen = now;
        if (isStable) {
            settle(now);
        }
    }

    private void settle(Optional<String> now) {
        if (now.isPresent() && saidUnreadable) {
            LOG.info("{} can be read again", file.path());
            saidUnreadable = false;
        }
        if (config.isNews(now) && !saidUnreadable) {
            saidUnreadable = now.isEmpty();
            config.reloadFileOf(now, WHO);
        }
    }

    /** Ends it; returns when a change that it makes is done. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) { // whoever waits wants to go on
            Thread.currentThread().interrupt();
        }
    }
}
