package io.awe4lb.kernel.accesslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entries on their way from one loop to one writer: a bounded queue of one producer and one consumer, without locks (Lamport, "Specifying
 * Concurrent Program Modules", 1983). Its memory is taken with the first entry: most loops of most targets see none.
 */
final class EntryRing {

    /** A power of two: at 10 000 connections a second and loop, a writer may be away for 0.8 s before anything is lost. */
    static final int CAPACITY = 8_192;

    private static final VarHandle HEAD;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(EntryRing.class, "head", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Seen by the consumer once {@link #tail} has moved. */
    private @Nullable LogEntry @Nullable [] slots;
    /** Entries that ever came in; written by the producer. */
    private volatile long tail;
    /** Entries that were ever taken out; written by the consumer. */
    private volatile long head;
    /** The producer's last look at {@link #head}. */
    private long seenHead;
    /** Written by the producer; read by anyone, a moment old. */
    private long dropped;

    /**
     * On the loop.
     *
     * @return false if it is full: the entry is dropped and counted
     */
    boolean offer(LogEntry entry) {
        long at = tail;
        if (at - seenHead == CAPACITY) {
            seenHead = head;
        }
        if (at - seenHead == CAPACITY) {
            dropped++;
            return false;
        }
        if (slots == null) {
            slots = new LogEntry[CAPACITY];
        }
        slots[slot(at)] = entry;
        tail = at + 1; // a full fence: what the consumer says of its sleep is read after it
        return true;
    }

    /**
     * The next one, which stays. On the writer's thread.
     *
     * @return null if it is empty
     */
    @Nullable LogEntry peek() {
        long at = head;
        return at == tail ? null : Objects.requireNonNull(slots)[slot(at)];
    }

    /**
     * On the writer's thread.
     *
     * @return null if it is empty
     */
    @Nullable LogEntry poll() {
        long at = head;
        if (at == tail) {
            return null;
        }
        @Nullable LogEntry[] all = Objects.requireNonNull(slots);
        LogEntry entry = all[slot(at)];
        all[slot(at)] = null;
        HEAD.setRelease(this, at + 1);
        return entry;
    }

    boolean isEmpty() {
        return waiting() == 0;
    }

    /** Entries that came in and were not taken out. */
    long waiting() {
        return tail - head;
    }

    long dropped() {
        return dropped;
    }

    private static int slot(long at) {
        return (int) at & CAPACITY - 1;
    }
}
