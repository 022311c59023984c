package io.awe4lb.kernel.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One thing in its last minutes.
 *
 * @param begin of the first moment
 * @param step how long each is about: a second, or ten
 * @param moments without a gap, the oldest first
 */
public record RateHistory(Instant begin, Duration step, List<Moment> moments) {

    /**
     * Leaves out what is known.
     *
     * @param since the end of the last one that is known
     * @return those that end later
     */
    public RateHistory after(Instant since) {
        long known = Math.clamp(Duration.between(begin, since).dividedBy(step), 0, moments.size());
        return new RateHistory(begin.plus(step.multipliedBy(known)), step, moments.subList((int) known, moments.size()));
    }
}
