package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.PassiveHealthConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What clients have met with at one backend: connects that failed, and connections that it reset. Enough of one kind within the window
 * eject it, each time for twice as long as the time before, up to a limit; one that then serves for as long as it was out begins anew. Times
 * are readings of the nano clock. On the control thread.
 */
final class Misdeeds {

    private static final int MOST_DOUBLINGS = 30;

    private final ArrayDeque<Long> failures = new ArrayDeque<>();
    private final ArrayDeque<Long> resets = new ArrayDeque<>();
    /** Ejections since it last served for long enough. */
    private int inARow;
    private long lastEnd;
    private long lastTime;

    /** A connect failed. @return for how long it is ejected, if it was one too many */
    Optional<Duration> failed(PassiveHealthConfig config, long now) {
        return count(failures, config.failures(), config, now);
    }

    /** It reset a connection. @return for how long it is ejected, if it was one too many */
    Optional<Duration> reset(PassiveHealthConfig config, long now) {
        return count(resets, config.resets(), config, now);
    }

    private Optional<Duration> count(ArrayDeque<Long> readings, int most, PassiveHealthConfig config, long now) {
        if (config.isOff() || most == 0) {
            readings.clear();
            return Optional.empty();
        }
        readings.addLast(now);
        while (readings.size() > most || now - readings.getFirst() > config.window().toNanos()) {
            readings.removeFirst();
        }
        return readings.size() >= most ? Optional.of(eject(config, now)) : Optional.empty();
    }

    private Duration eject(PassiveHealthConfig config, long now) {
        failures.clear();
        resets.clear();
        inARow = inARow > 0 && now - lastEnd < lastTime ? inARow + 1 : 1;
        long longest = Math.max(config.ejection().toNanos(), config.maxEjection().toNanos());
        double grown = config.ejection().toNanos() * (double) (1L << Math.min(inARow - 1, MOST_DOUBLINGS));
        lastTime = (long) Math.min(grown, longest);
        lastEnd = now + lastTime;
        return Duration.ofNanos(lastTime);
    }
}
