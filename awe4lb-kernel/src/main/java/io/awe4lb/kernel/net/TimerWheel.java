package io.awe4lb.kernel.net;

import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timer wheel: {@value #LEVELS} levels of {@value #SLOTS} slots, the slots of a level {@value #SLOTS} times as long as those
 * of the one below. Scheduling and cancelling take constant time and allocate nothing; a timer moves down at most once a level.
 *
 * <p>A tick is 2<sup>{@value #TICK_SHIFT}</sup> ns, about 1 ms. A timer never fires early and at most one tick late, but for what the loop
 * itself is late. Farther than about 4.9 hours it is looked at again each time the last level comes round.
 *
 * <p>Source: G. Varghese, T. Lauck: Hashed and Hierarchical Timing Wheels, SOSP 1987, scheme 7. Belongs to one loop; not thread safe.
 */
public final class TimerWheel {

    private static final int TICK_SHIFT = 20;
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int LEVELS = 4;

    /** First timer of each slot's list; level by level. */
    private final @Nullable Timer[] slots = new Timer[LEVELS * SLOTS];
    /** One bit a slot that has timers, a word a level: empty stretches are skipped. */
    private final long[] occupied = new long[LEVELS];
    private final long start;
    /** The last tick whose timers have fired. */
    private long tick;

    /**
     * An empty wheel.
     *
     * @param now a reading of {@link System#nanoTime()}
     */
    public TimerWheel(long now) {
        start = now;
    }

    /**
     * Schedules a timer, or moves it when it is scheduled already.
     *
     * @param timer called once
     * @param at reading of {@link System#nanoTime()} not before which it is called; in the past: at the next {@link #advance}
     */
    public void schedule(Timer timer, long at) {
        cancel(timer);
        timer.deadline = Math.max(tick + 1, (at - start + (1L << TICK_SHIFT) - 1) >> TICK_SHIFT);
        insert(timer);
    }

    /**
     * Takes a timer out; does nothing if it is not scheduled.
     *
     * @param timer which
     */
    public void cancel(Timer timer) {
        if (timer.slot < 0) {
            return;
        }
        Timer previous = timer.previous;
        Timer next = timer.next;
        if (previous == null) {
            slots[timer.slot] = next;
            if (next == null) {
                occupied[timer.slot >> SLOT_BITS] &= ~(1L << timer.slot);
            }
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        timer.previous = null;
        timer.next = null;
        timer.slot = -1;
    }

    /**
     * Calls every timer whose time has come.
     *
     * @param now a reading of {@link System#nanoTime()}
     */
    public void advance(long now) {
        long target = (now - start) >> TICK_SHIFT;
        while (tick < target) {
            tick = Math.min(target, nextBusyTick());
            cascade();
            fire();
        }
    }

    /**
     * How long the loop may sleep.
     *
     * @param now a reading of {@link System#nanoTime()}
     * @return nanoseconds, zero or more, until {@link #advance} has something to do; {@link Long#MAX_VALUE} when nothing is scheduled
     */
    public long nanosToNext(long now) {
        long next = nextBusyTick();
        return next == Long.MAX_VALUE ? next : Math.max(0, start + (next << TICK_SHIFT) - now);
    }

    private void insert(Timer timer) {
        long delta = timer.deadline - tick;
        int level = 0;
        while (level < LEVELS - 1 && delta >= 1L << SLOT_BITS * (level + 1)) {
            level++;
        }
        long reachable = Math.min(timer.deadline, tick + (1L << SLOT_BITS * LEVELS) - 1);
        int inLevel = (int) (reachable >> SLOT_BITS * level) & SLOTS - 1;
        int slot = (level << SLOT_BITS) + inLevel;
        Timer head = slots[slot];
        timer.next = head;
        timer.slot = slot;
        if (head != null) {
            head.previous = timer;
        }
        slots[slot] = timer;
        occupied[level] |= 1L << inLevel;
    }

    /** The first tick after the current one at which a timer fires or a slot of a higher level moves down. */
    private long nextBusyTick() {
        long nearest = Long.MAX_VALUE;
        for (int level = 0; level < LEVELS; level++) {
            if (occupied[level] != 0) {
                int shift = SLOT_BITS * level;
                long current = tick >> shift;
                // rotated, so that bit 0 is the slot after the current one
                long ahead = Long.rotateRight(occupied[level], (int) (current + 1) & SLOTS - 1);
                nearest = Math.min(nearest, current + 1 + Long.numberOfTrailingZeros(ahead) << shift);
            }
        }
        return nearest;
    }

    /** Moves the slots of higher levels that begin at this tick down, the highest first. */
    private void cascade() {
        for (int level = LEVELS - 1; level > 0; level--) {
            int shift = SLOT_BITS * level;
            if ((tick & (1L << shift) - 1) == 0) {
                for (Timer timer = takeAll((level << SLOT_BITS) + ((int) (tick >> shift) & SLOTS - 1)); timer != null;) {
                    Timer next = timer.next;
                    timer.next = null;
                    timer.previous = null;
                    insert(timer);
                    timer = next;
                }
            }
        }
    }

    private void fire() {
        int slot = (int) tick & SLOTS - 1;
        for (Timer timer = slots[slot]; timer != null; timer = slots[slot]) {
            cancel(timer);
            timer.onTimeout();
        }
    }

    private @Nullable Timer takeAll(int slot) {
        Timer head = slots[slot];
        slots[slot] = null;
        occupied[slot >> SLOT_BITS] &= ~(1L << slot);
        return head;
    }
}
