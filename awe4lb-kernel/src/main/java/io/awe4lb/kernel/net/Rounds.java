package io.awe4lb.kernel.net;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How long a loop's rounds took. The loop writes, and neither waits nor makes an object; any thread reads, also while the loop hangs in a
 * round.
 *
 * <p>What is written in several steps has a version that is odd meanwhile: who reads sees that and reads again (a sequence lock). The last
 * moments stand in a ring of slots of 2<sup>{@value #SLOT_SHIFT}</sup> ns, about a second, each with what had been busy at its end. A loop
 * that sleeps writes none: what lacks was idle.
 */
final class Rounds {

    private static final int SLOT_SHIFT = 30;
    private static final int SLOTS = 32;
    /** Slots that are looked at, the one that goes on with them. Half of what is there, so that the one before them is there too. */
    private static final int WINDOW = SLOTS / 2;
    private static final long ASLEEP = Long.MIN_VALUE;
    private static final long NEVER = Long.MIN_VALUE;

    private final long opened;
    private long version;
    private long count;
    private long busy;
    private long began = ASLEEP;
    /** Which slot of all time an entry of the ring is. */
    private final long[] slots = new long[SLOTS];
    private final long[] busyAtEnd = new long[SLOTS];
    private final long[] longest = new long[SLOTS];

    /** @param now a reading of {@link System#nanoTime()}, as all others */
    Rounds(long now) {
        opened = now;
        Arrays.fill(slots, NEVER);
    }

    /** The loop has woken up. On the loop. */
    void begin(long now) {
        began = now;
    }

    /** The loop is about to sleep; nothing happens if it did not wake up. On the loop. */
    void end(long now) {
        if (began == ASLEEP) {
            return;
        }
        long length = now - began;
        version++;
        VarHandle.storeStoreFence();
        began = ASLEEP;
        count++;
        busy += length;
        enter(now >> SLOT_SHIFT, length);
        VarHandle.storeStoreFence();
        version++;
    }

    private void enter(long slot, long length) {
        int place = (int) slot & SLOTS - 1;
        if (slots[place] != slot) {
            slots[place] = slot;
            longest[place] = 0;
        }
        busyAtEnd[place] = busy;
        longest[place] = Math.max(longest[place], length);
    }

    /**
     * What there is to say at this moment. Any thread.
     *
     * @param clock read while nothing is being written
     */
    Load read(LongSupplier clock) {
        while (true) {
            long before = version;
            VarHandle.loadLoadFence();
            Load load = load(clock.getAsLong());
            VarHandle.loadLoadFence();
            if (before == version && (before & 1) == 0) {
                return load;
            }
            Thread.onSpinWait();
        }
    }

    private Load load(long now) {
        long sinceWhen = began;
        long goesOn = sinceWhen == ASLEEP ? 0 : Math.max(0, now - sinceWhen);
        long first = (now >> SLOT_SHIFT) - WINDOW + 1;
        long busyBefore = 0;
        long most = goesOn;
        for (int i = 0; i < SLOTS; i++) {
            if (slots[i] >= first) {
                most = Math.max(most, longest[i]);
            } else {
                busyBefore = Math.max(busyBefore, busyAtEnd[i]);
            }
        }
        long window = Math.max(1, now - Math.max(opened, first << SLOT_SHIFT));
        double ratio = Math.clamp((double) (busy + goesOn - busyBefore) / window, 0.0, 1.0);
        return new Load(count, Duration.ofNanos(busy + goesOn), ratio, Duration.ofNanos(most));
    }
}
