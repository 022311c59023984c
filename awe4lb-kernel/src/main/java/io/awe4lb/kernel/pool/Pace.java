package io.awe4lb.kernel.pool;

import io.awe4lb.spi.Option;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait from one question to a source to the next. Always a little longer than it has to be, so that many pools, and many
 * balancers that started together, do not ask at the same moment. A source that fails is asked again soon, as most failures are short, and
 * later with each failure in a row, so that one that is down is not kept down. Used by one thread.
 */
final class Pace {

    /** After the first failure; an interval that is shorter goes before. */
    static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    /** A source that is back is asked within this, however long it was away; an interval that is longer stays as it is. */
    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);
    /** Most that is added at random, as a part of the pause. */
    static final double JITTER = 0.1;

    private static final int MOST_DOUBLINGS = 20;

    private final Duration interval;
    private final RandomGenerator random;
    private int failures;

    /** @param interval shortest time between two questions */
    Pace(Duration interval, RandomGenerator random) {
        this.interval = interval;
        this.random = random;
    }

    /** @param validFor for how long the answer holds */
    Duration afterAnswer(Duration validFor) {
        failures = 0;
        return jittered(longer(validFor, interval));
    }

    /** Each further failure in a row doubles the pause. */
    Duration afterFailure() {
        Duration first = interval.compareTo(FIRST_BACK_OFF) < 0 ? interval : FIRST_BACK_OFF;
        Duration doubled = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        Duration longest = longer(interval, LONGEST_BACK_OFF);
        return jittered(doubled.compareTo(longest) < 0 ? doubled : longest);
    }

    private Duration jittered(Duration pause) {
        Duration bounded = pause.compareTo(Option.LONGEST) < 0 ? pause : Option.LONGEST; // a plugin may say anything
        return bounded.plusNanos((long) (bounded.toNanos() * JITTER * random.nextDouble()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
