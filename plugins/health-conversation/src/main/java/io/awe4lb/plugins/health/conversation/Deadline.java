package io.awe4lb.plugins.health.conversation;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The time by which a check has to be through.
 *
 * @param begin reading of the nano clock
 * @param allowed time from then on
 */
public record Deadline(long begin, Duration allowed) {

    /** How much earlier than the kernel's deadline a check gives up, so that the answer is a code and not an interruption. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    /** Begins now. @param timeout the check's; a little is taken off */
    public static Deadline within(Duration timeout) {
        Duration tenth = timeout.dividedBy(10);
        return new Deadline(System.nanoTime(), timeout.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN));
    }

    /** Since it began. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** @return milliseconds, 1 or more; @throws SocketTimeoutException if none is left */
    public int remainingMillis() throws SocketTimeoutException {
        long millis = allowed.minus(elapsed()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("no time left");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
