package io.awe4lb.kernel.admission;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what lives of a listener where that is limited. Any loop, many at once. */
public final class Places {

    private final AtomicInteger taken = new AtomicInteger();

    /** All are free. */
    public Places() {}

    /**
     * Takes a place.
     *
     * @param limit places there are
     * @return false if all are taken; else it is to be given back
     */
    public boolean take(int limit) {
        for (int current = taken.get(); current < limit; current = taken.get()) {
            if (taken.compareAndSet(current, current + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Takes a place, whether there is one or not. */
    void takeAnyway() {
        taken.incrementAndGet();
    }

    /** Gives a place back. */
    public void giveBack() {
        taken.decrementAndGet();
    }
}
