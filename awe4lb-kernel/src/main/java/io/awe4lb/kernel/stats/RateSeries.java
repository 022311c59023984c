package io.awe4lb.kernel.stats;

import org.jspecify.annotations.Nullable;

/** The history of one thing. Not thread safe. */
final class RateSeries {

    /** Seconds that are kept, one by one and in tens. */
    static final int KEPT = 900;
    static final int TEN = 10;
    private static final int TENS = KEPT / TEN + 1; // and the one that goes on

    private @Nullable Traffic last;
    private Traffic sum = Traffic.NONE;
    private Rate now = Rate.NONE;
    private Gauges gauges = Gauges.NONE;
    private @Nullable RateRing seconds;
    private @Nullable RateRing tens;
    /** The last second in which something moved or lived, and the last in which it was there. */
    private long busy;
    private long seen;

    /** What it counts now. @return what came since it was asked last; nothing the first time, for nobody knows how long that took */
    Traffic counts(Traffic traffic) {
        Traffic before = last;
        last = traffic;
        return before == null ? Traffic.NONE : traffic.since(before);
    }

    /** It was there in this second, and this came. */
    void came(Traffic traffic, long second) {
        sum = sum.plus(traffic);
        seen = second;
    }

    boolean wasThere(long second) {
        return seen == second;
    }

    /** How it stands at the end of what is entered next. */
    void stands(Gauges gauges) {
        this.gauges = gauges;
    }

    /** Whether something came, or is there, and there is no place for it yet. */
    boolean wantsRings() {
        return tens == null && isBusy();
    }

    private boolean isBusy() {
        return !sum.equals(Traffic.NONE) || !gauges.equals(Gauges.NONE);
    }

    void keep(boolean everySecond) {
        seconds = everySecond ? new RateRing(KEPT) : null;
        tens = new RateRing(TENS);
    }

    boolean hasSeconds() {
        return seconds != null;
    }

    boolean hasRings() {
        return tens != null;
    }

    /** Whether nothing has moved or lived for so long that all that is kept is nothing. */
    boolean isQuiet(long second) {
        return hasRings() && second - busy > KEPT + TEN;
    }

    void forget() {
        seconds = null;
        tens = null;
    }

    /**
     * Makes a rate of what came.
     *
     * @param first second that it came in
     * @param end the last one
     * @param elapsed how long that was, by the clock
     */
    void enter(long first, long end, double elapsed) {
        now = Rate.of(sum, elapsed);
        if (isBusy()) {
            busy = end;
        }
        sum = Traffic.NONE;
        for (long second = first; second <= end; second++) {
            enter(second);
        }
    }

    private void enter(long second) {
        if (seconds != null) {
            seconds.put(second, now, gauges);
        }
        if (tens != null) {
            long ten = (second - 1) / TEN;
            Rate before = (second - 1) % TEN == 0 ? Rate.NONE : tens.at(ten).rate();
            tens.put(ten, new Rate(before.connections() + now.connections() / TEN, before.bytesIn() + now.bytesIn() / TEN,
                    before.bytesOut() + now.bytesOut() / TEN, before.errors() + now.errors() / TEN), gauges);
        }
    }

    Rate now() {
        return now;
    }

    Moment second(long second) {
        return seconds == null ? Moment.NONE : seconds.at(second);
    }

    /** @param ten counted from 0; of ended ones */
    Moment ten(long ten) {
        return tens == null ? Moment.NONE : tens.at(ten);
    }
}
