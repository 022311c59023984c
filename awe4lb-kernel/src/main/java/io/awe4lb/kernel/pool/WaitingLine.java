package io.awe4lb.kernel.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clients that wait until a backend of the pool has room, in the order in which they came. When something becomes free, the first one is
 * called, and says what came of it: it leaves the line with what it got, stays the first, or passes the call on. Any loop, many at once; nobody who does not
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
    /** Was called, and has not said yet what came of it; null: nobody. */
    private @Nullable Waiter called;
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
        waiters.remove(waiter);
        length = waiters.size();
        if (waiter == called) {
            callFirst();
        }
    }

    /**
     * The one that was called found nothing, and goes on waiting. So do all behind it.
     *
     * @param waiter that was called
     */
    public synchronized void foundNothing(Waiter waiter) {
        if (waiter == called) {
            called = null;
            if (isMoreFree) {
                callFirst();
            }
        }
    }

    /**
     * What is free is not for the one that was called: it goes on waiting, and the next one behind it is called.
     *
     * @param waiter that was called
     */
    public synchronized void passesOn(Waiter waiter) {
        if (waiter != called) {
            return;
        }
        Waiter next = behind(waiter);
        if (next == null) {
            foundNothing(waiter);
        } else {
            call(next);
        }
    }

    private @Nullable Waiter behind(Waiter waiter) {
        Iterator<Waiter> each = waiters.iterator();
        while (each.hasNext()) {
            if (each.next() == waiter) {
                return each.hasNext() ? each.next() : null;
            }
        }
        return null;
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
        if (called == null) {
            callFirst();
        } else {
            isMoreFree = true;
        }
    }

    private void callFirst() {
        isMoreFree = false;
        call(waiters.peek());
    }

    private void call(@Nullable Waiter next) {
        called = next;
        if (next != null) {
            next.called();
        }
    }
}
