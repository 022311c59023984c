package io.awe4lb.kernel.stats;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one of many equal lines of the log through in a while, and counts those between: what goes wrong with every connection must not fill
 * the disk. Any thread; neither waits nor locks.
 */
public final class Seldom {

    private final long each;
    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong held = new AtomicLong();

    /**
     * The first is let through.
     *
     * @param each time from one that is let through to the next
     */
    public Seldom(Duration each) {
        this.each = each.toNanos();
    }

    /**
     * Asks for one.
     *
     * @param nanos now, by {@link System#nanoTime()}
     * @return empty if it is held back; else how many were since the last that was not
     */
    public OptionalLong due(long nanos) {
        long due = next.get();
        if ((due == Long.MIN_VALUE || nanos - due >= 0) && next.compareAndSet(due, nanos + each)) {
            return OptionalLong.of(held.getAndSet(0));
        }
        held.incrementAndGet();
        return OptionalLong.empty();
    }
}
