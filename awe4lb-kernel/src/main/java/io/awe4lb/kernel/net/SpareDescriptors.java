package io.awe4lb.kernel.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * File descriptors that traffic leaves to everything else: the admin server, health checks, files. Without them nobody could look at what has
 * taken all others. Who opens descriptors for a client asks here before. Any thread.
 *
 * <p>The system is asked only when half of what was free then may be gone: the other half is for those who do not ask. While none is free, it
 * is asked once in ten milliseconds at most.
 */
public final class SpareDescriptors {

    /** Where nobody counts them: all are for traffic. */
    public static final SpareDescriptors UNCOUNTED = new SpareDescriptors(() -> 0, Long.MAX_VALUE, () -> 0);

    /** The client's and the backend's: who accepts asks for both, because a client without a backend helps nobody. */
    static final int OF_A_CONNECTION = 2;

    private static final long MOST_KEPT = 128;
    /** Of those that are free in the beginning, where that is less. */
    private static final long SHARE_KEPT = 4;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final LongSupplier open;
    private final LongSupplier clock;
    private final long kept;
    private final long mostOfTraffic;
    /** How many may be opened before the system is asked again; below zero when it has to be. */
    private final AtomicLong left = new AtomicLong();

    private boolean isShort;
    private long nextLook;
    private volatile Few few = new Few(0, () -> {});

    /** From when on somebody wants to hear of it. */
    private record Few(long count, Runnable told) {}

    /**
     * Keeps 128 back, or a quarter of those that are free now where that is less.
     *
     * @param open asks the system how many the process has open; any thread, does not block
     * @param limit that may be open at once
     * @param clock as {@link System#nanoTime()}
     */
    public SpareDescriptors(LongSupplier open, long limit, LongSupplier clock) {
        this.open = open;
        this.clock = clock;
        this.kept = Math.clamp((limit - open.getAsLong()) / SHARE_KEPT, 0, MOST_KEPT);
        this.mostOfTraffic = limit - kept;
    }

    /**
     * How many may be open before traffic gets no more. Any thread.
     *
     * @return {@link Long#MAX_VALUE} where nobody counts them
     */
    public long most() {
        return mostOfTraffic;
    }

    /**
     * Says who hears of it when traffic has but a few left, before it takes them. Any thread.
     *
     * @param count that are a few; 0: nobody hears of it
     * @param told by whoever takes one, while there are so few, once in a while; does not block
     */
    public void tellOfFew(long count, Runnable told) {
        few = new Few(count, told);
    }

    /**
     * Asks for descriptors for a client.
     *
     * @param count that are about to be opened
     * @return false if so many are not free beside those that are kept back
     */
    boolean take(int count) {
        return left.addAndGet(-count) >= 0 || look(count);
    }

    /** Another loop may have asked the system while this one waited. */
    private synchronized boolean look(int count) {
        if (left.addAndGet(-count) >= 0) {
            return true;
        }
        long now = clock.getAsLong();
        if (isShort && now - nextLook < 0) {
            return false;
        }
        long free = mostOfTraffic - open.getAsLong();
        Few last = few;
        if (free - count < last.count) {
            last.told.run();
        }
        isShort = free < count;
        nextLook = now + PAUSE;
        left.set(isShort ? 0 : untilNextLook(free, last.count) - count);
        return !isShort;
    }

    /** So that the moment is seen in which but a few are left. */
    private static long untilNextLook(long free, long few) {
        return free > few ? Math.min(free / 2, free - few) : free / 2;
    }

    /** What is said where {@link #take} has said no. */
    ExhaustedException exhausted() {
        return new ExhaustedException("too many open files: the last %d are kept for the admin server, health checks and files"
                .formatted(kept));
    }
}
