package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.Rate;
import java.util.concurrent.atomic.AtomicLong;

/** How often clients come. Any loop, many at once. */
final class Arrivals {

    private final Pace pace;
    private final AtomicLong even;

    /** @param now by the loops' clock; nobody has come before */
    Arrivals(Rate rate, long now) {
        this.pace = Pace.of(rate);
        this.even = new AtomicLong(now);
    }

    /** @return false if it is one too many */
    boolean come(long now) {
        while (true) {
            long before = even.get();
            long after = pace.after(before, now);
            if (after == before || even.compareAndSet(before, after)) {
                return after != before;
            }
        }
    }
}
