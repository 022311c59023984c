package io.awe4lb.kernel.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clients that wait until a backend of the pool has room, in the order in which they came. When something becomes free, the first one is
 * called, and says what came of it: it leaves the line with what it got, or stays the first. Any loop, many at once; nobody who does not
 * wait takes the lock.
 */
public final class WaitingLine {

    /** Somebody who waits. */
    @FunctionalInterface
    public interface Waiter {

        /** Something may be free, or nothing will be any more. Any thread, which holds the line: to be looked at later, on its own loop. */
        void called();
    }

    private final Deque<Waiter> waiters = new ArrayDeque<>();
    /** For those who only look. */
    private volatile int length;
    /** Whether the first one was called, and has not said yet what came of it. */
    private boolean isCalled;
    /** Whether more became free since then. */
    private boolean isMoreFree;

    WaitingLine() {}

    /**
     * How many wait.
     *
     * @return 0 nearly always
     */
    public int length() {
        return length;
    }

    /**
     * Joins at the end, and is called if something is free.
     *
     * @param waiter not in the line
     * @param most places that the line has
     * @return false if all are taken
     */
    public synchronized boolean join(Waiter waiter, int most) {
        if (waiters.size() >= most) {
            return false;
        }
        waiters.add(waiter);
        length = waiters.size();
        free(); // it may have become so between the look of this one and now
        return true;
    }

    /**
     * Leaves, with or without what it waited for: the next one may have more luck.
     *
     * @param waiter perhaps not in the line any more
     */
    public synchronized void leave(Waiter waiter) {
        boolean wasFirst = waiters.peek() == waiter;
        waiters.remove(waiter);
        length = waiters.size();
        if (wasFirst) {
            isCalled = false;
            callFirst();
        }
    }

    /**
     * The one that was called found nothing, and goes on waiting.
     *
     * @param waiter that was called
     */
    public synchronized void foundNothing(Waiter waiter) {
        if (waiters.peek() == waiter) {
            isCalled = false;
            if (isMoreFree) {
                callFirst();
            }
        }
    }

    /** Nothing will become free any more: everybody is called. */
    synchronized void disband() {
        List.copyOf(waiters).forEach(Waiter::called);
    }

    /** A backend has room, or there is another one. */
    void somethingIsFree() {
        if (length > 0) {
            free();
        }
    }

    private synchronized void free() {
        if (isCalled) {
            isMoreFree = true;
        } else {
            callFirst();
        }
    }

    private void callFirst() {
        @Nullable Waiter first = waiters.peek();
        isMoreFree = false;
        if (first != null) {
            isCalled = true;
            first.called();
        }
    }
}
