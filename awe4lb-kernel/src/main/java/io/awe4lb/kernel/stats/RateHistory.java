package io.awe4lb.kernel.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The rates of one thing in its last minutes.
 *
 * @param begin of the first one
 * @param step how long each is about: a second, or ten
 * @param rates without a gap, the oldest first
 */
public record RateHistory(Instant begin, Duration step, List<Rate> rates) {

    /**
     * Leaves out what is known.
     *
     * @param since the end of the last one that is known
     * @return those that end later
     */
    public RateHistory after(Instant since) {
        long known = Math.clamp(Duration.between(begin, since).dividedBy(step), 0, rates.size());
        return new RateHistory(begin.plus(step.multipliedBy(known)), step, rates.subList((int) known, rates.size()));
    }
}
