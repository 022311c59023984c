package io.awe4lb.kernel.accesslog;

import io.awe4lb.spi.ConnectionRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes to one target. It sleeps until a loop has something, waits a moment for more, makes lines of all of it and writes
 * them at once. While the target takes nothing, entries wait in the rings, and what finds no room there is dropped: a short absence costs
 * nothing, a long one costs lines and no more memory.
 */
final class LogWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** Lines gather for this long: a round of waking up and writing takes some 120 µs, as much as 50 lines. With 10 ms that was a third of the cost, with 50 ms a tenth. */
    private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration LAST_WORD = Duration.ofSeconds(1);
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final LogOutput output;
    private final LogNews news;
    private final IntSupplier liveConnections;
    private final List<EntryRing> rings;
    private final Thread thread;
    private final Batch batch;
    private final StringBuilder line = new StringBuilder();
    /** What found no room in the last batch. */
    private @Nullable LogEntry left;

    private boolean hasFailedFormat;
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean reopening;
    private volatile long written;
    /** Besides those of the rings. */
    private volatile long lost;

    LogWriter(LogOutput output, LogNews news, int loops, IntSupplier liveConnections) {
        this.output = output;
        this.news = news;
        this.liveConnections = liveConnections;
        this.rings = Stream.generate(EntryRing::new).limit(loops).toList();
        this.batch = new Batch(output.framing());
        // not a virtual one: a disk that hangs would take a carrier from health checks
        this.thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** On the loop. */
    void offer(int loop, LogEntry entry) {
        if (!rings.get(loop).offer(entry)) {
            news.dropped(this::dropped);
        } else if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    AccessLogStats stats() {
        return new AccessLogStats(news.target(), written, dropped());
    }

    private long dropped() {
        return lost + rings.stream().mapToLong(EntryRing::dropped).sum();
    }

    /** The next file or connection, soon. Any thread. */
    void reopen() {
        reopening = true;
        LockSupport.unpark(thread);
    }

    /** Everything that was offered is written, and then it ends. Any thread; does not wait. */
    void end() {
        closing = true;
        LockSupport.unpark(thread);
    }

    /** After {@link #end()}: waits, and gives up what the target has not taken by then. */
    void awaitEnd(Duration atMost) {
        try {
            if (!thread.join(atMost)) {
                output.close(); // the thread sees that, and tells what is lost
                if (!thread.join(LAST_WORD)) {
                    news.lostAtEnd(waiting());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long waiting() {
        return batch.linesLeft() + rings.stream().mapToLong(EntryRing::waiting).sum();
    }

    private void run() {
        while (!closing || hasEntries()) {
            try {
                work();
            } catch (RuntimeException | Error bug) {
                LOG.error("access log {}: lines are lost by a bug", news.target(), bug);
                lose(batch.linesLeft());
                batch.clear();
                pause(RETRY);
            }
        }
        output.close();
    }

    private void work() {
        if (reopening) {
            reopening = false;
            output.reopen();
        }
        boolean isFull = batch.isEmpty() && fill();
        if (batch.isEmpty()) {
            sleep();
            pause(GATHER);
        } else if (!write()) {
            afterFailure();
        } else if (!isFull) {
            pause(GATHER);
        }
    }

    private boolean hasEntries() {
        return !batch.isEmpty() || left != null || rings.stream().anyMatch(ring -> !ring.isEmpty());
    }

    /** Until a loop has something, or a target that takes lines again has done so for long enough. */
    private void sleep() {
        asleep = true;
        if (!hasEntries() && !closing && !reopening) {
            if (news.hasSaidAway()) {
                LockSupport.parkNanos(this, news.steady());
                check();
            } else {
                LockSupport.park(this);
            }
        }
        asleep = false;
    }

    private void check() {
        try {
            output.check();
            news.takes(this::dropped);
        } catch (IOException failure) {
            news.away(failure, false);
        }
    }

    private void pause(long nanos) {
        if (!closing) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** @return whether more is there than it holds */
    private boolean fill() {
        if (left != null && !add(left)) {
            throw new IllegalStateException("an empty batch has room for a line");
        }
        left = null;
        for (LogEntry entry = takeOldest(); entry != null; entry = takeOldest()) {
            if (!add(entry)) {
                left = entry;
                return true;
            }
        }
        return false;
    }

    /** Of the first ones of all rings, so that lines stand in the order of what happened. */
    private @Nullable LogEntry takeOldest() {
        EntryRing from = null;
        long time = Long.MAX_VALUE;
        for (EntryRing ring : rings) {
            LogEntry first = ring.peek();
            if (first != null && first.time() < time) {
                from = ring;
                time = first.time();
            }
        }
        return from == null ? null : from.poll();
    }

    /** @return false if there is no room */
    private boolean add(LogEntry entry) {
        line.setLength(0);
        try {
            ConnectionRecord record = entry.record(liveConnections);
            output.begin(record, line);
            entry.plan().format().append(record, line);
        } catch (RuntimeException | LinkageError bug) { // a plugin's code
            lose(1);
            if (!hasFailedFormat) {
                hasFailedFormat = true;
                LOG.error("access log {}: the format failed by a bug; the line is dropped, and so are others like it", news.target(), bug);
            }
            return true;
        }
        return batch.add(line);
    }

    /** @return whether the target took everything */
    private boolean write() {
        try {
            output.write(batch);
        } catch (IOException failure) {
            written += batch.linesTaken();
            news.away(failure, closing);
            return false;
        }
        written += batch.linesTaken();
        batch.clear();
        news.takes(this::dropped);
        return true;
    }

    private void afterFailure() {
        if (closing) {
            news.lostAtEnd(loseEverything());
        } else {
            pause(RETRY);
        }
    }

    private long loseEverything() {
        long all = batch.linesLeft() + (left == null ? 0 : 1);
        batch.clear();
        left = null;
        for (EntryRing ring : rings) {
            while (ring.poll() != null) {
                all++;
            }
        }
        lose(all);
        return all;
    }

    private void lose(long lines) {
        lost += lines;
    }
}
