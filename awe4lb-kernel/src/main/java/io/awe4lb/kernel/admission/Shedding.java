package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.admission.Overload.Shortage;
import io.awe4lb.kernel.config.OverloadConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;

/**
 * Decides from which priority down new work is turned away: as long as something is short, one more of the priorities that listeners have each
 * second, the lowest first and never the highest; when nothing has been short for five seconds, one less. Where memory is about to be full
 * everybody's is. What is short stays so until it is clearly below its limit again. One thread.
 */
public final class Shedding {

    private static final long STEP = Duration.ofSeconds(1).toNanos();
    private static final long CALM = Duration.ofSeconds(5).toNanos();
    /** Of a limit: below this share of it a thing is not short any more. */
    private static final double ENOUGH = 0.95;
    private static final int ALL = 100;
    private static final int NOBODY = 0;

    private final Overload overload;
    private final Set<Shortage> shortages = EnumSet.noneOf(Shortage.class);
    private int below = NOBODY;
    private long nextStep = Long.MIN_VALUE;
    private long nextRelief = Long.MIN_VALUE;

    /**
     * What was measured.
     *
     * @param descriptors share of those that may be open, in percent
     * @param memory share in use, of the heap after a collection or of all memory there is, in percent
     * @param lag time that something ready had to wait for a loop
     */
    public record Measured(double descriptors, double memory, Duration lag) {}

    /**
     * Begins with nothing short.
     *
     * @param overload what loops look at
     */
    public Shedding(Overload overload) {
        this.overload = overload;
    }

    /**
     * Looks at what was measured, and decides.
     *
     * @param measured now
     * @param limits of the configuration in force
     * @param priorities of all listeners
     * @param now by {@link System#nanoTime()}
     * @return whether others are turned away than before, which is worth telling; {@link Overload} also says what is short
     */
    public boolean look(Measured measured, OverloadConfig limits, SortedSet<Integer> priorities, long now) {
        Set<Shortage> before = EnumSet.copyOf(shortages);
        int belowBefore = below;
        overload.spare(priorities.size() > 1 ? priorities.last() : NOBODY);
        if (overload.shedBelow() > below) { // descriptors ran out since the last look
            below = overload.shedBelow();
            nextRelief = now + CALM;
            shortages.add(Shortage.DESCRIPTORS);
        }
        settle(Shortage.DESCRIPTORS, measured.descriptors(), limits.descriptorsPercent());
        settle(Shortage.MEMORY, measured.memory(), limits.memoryPercent());
        settle(Shortage.LOOP_LAG, measured.lag().toNanos(), limits.loopLag().toNanos());
        boolean isCritical = limits.memoryPercent() > 0 && measured.memory() >= (limits.memoryPercent() + ALL) / 2.0;
        if (isCritical) {
            below = Overload.EVERYBODY;
            nextRelief = now + CALM;
        } else if (shortages.isEmpty()) {
            relieve(priorities, now);
        } else {
            shedMore(priorities, now);
        }
        if (below != belowBefore || !shortages.equals(before)) {
            overload.become(shortages, below);
        }
        return below != belowBefore;
    }

    private void settle(Shortage what, double used, double limit) {
        boolean isShort = limit > 0 && (used >= limit || shortages.contains(what) && used > limit * ENOUGH);
        if (isShort) {
            shortages.add(what);
        } else {
            shortages.remove(what);
        }
    }

    private void shedMore(SortedSet<Integer> priorities, long now) {
        int most = priorities.isEmpty() ? NOBODY : priorities.last();
        below = Math.min(below, most); // memory is not about to be full any more, or listeners have changed
        if (nextStep == Long.MIN_VALUE || now - nextStep >= 0) {
            // the lowest priority that is not shed yet; all below the next one are, from now on
            SortedSet<Integer> left = priorities.tailSet(below);
            below = left.size() > 1 ? left.tailSet(left.first() + 1).first() : below;
            nextStep = now + STEP;
        }
        nextRelief = now + CALM;
    }

    private void relieve(SortedSet<Integer> priorities, long now) {
        if (below == NOBODY || now - nextRelief < 0) {
            return;
        }
        SortedSet<Integer> lower = priorities.headSet(below);
        below = lower.size() > 1 ? lower.last() : NOBODY;
        nextRelief = now + CALM;
        nextStep = now;
    }
}
