package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator hears of one target: an event and a line of the application log, at most one warning a minute of a kind. */
final class LogNews {

    private static final Logger LOG = LoggerFactory.getLogger(LogNews.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String target;
    private final Events events;
    private final long steady;
    private final Seldom saysDropped = new Seldom(QUIET);
    private final Seldom saysAway = new Seldom(QUIET);
    /** Whether somebody was told that it is away, and not yet that it is back. */
    private volatile boolean saidAway;
    /** The first time that it took lines again; 0 while it does not. */
    private long takesSince;

    /** @param steady it takes lines for so long without a failure, and is back */
    LogNews(String target, Events events, Duration steady) {
        this.target = target;
        this.events = events;
        this.steady = steady.toNanos();
    }

    String target() {
        return target;
    }

    /** There was no room. On a loop, for every entry: asks how many only when it says so. */
    void dropped(LongSupplier soFar) {
        saysDropped.due(System.nanoTime()).ifPresent(
                _ -> warn("the target does not take lines fast enough: %d dropped so far".formatted(soFar.getAsLong())));
    }

    /** A change is said at once, what stays is said again each minute. */
    void away(Exception failure, boolean isLast) {
        takesSince = 0;
        boolean isDue = saysAway.due(System.nanoTime()).isPresent();
        if (isLast || isDue || !saidAway) {
            saidAway = true;
            warn("nothing can be written: %s; it is tried again every second".formatted(reason(failure)));
        }
    }

    boolean hasSaidAway() {
        return saidAway;
    }

    /** Nanoseconds. */
    long steady() {
        return steady;
    }

    /** The target takes lines. What fails every other time, as a datagram to nobody does, is not back. */
    void takes(LongSupplier dropped) {
        if (!saidAway) {
            return;
        }
        long now = System.nanoTime();
        if (takesSince == 0) {
            takesSince = now;
        } else if (now - takesSince >= steady) {
            saidAway = false;
            String message = sentence("lines are written again; %s dropped since the start".formatted(were(dropped.getAsLong())));
            LOG.info(message);
            events.publish(EventType.ACCESS_LOG, Event.Severity.INFO, Subject.NONE, "", message);
        }
    }

    void lostAtEnd(long lines) {
        if (lines > 0) {
            warn("%s lost at the end: the target did not take them".formatted(were(lines)));
        }
    }

    private static String were(long lines) {
        return lines == 1 ? "1 line was" : lines + " lines were";
    }

    private void warn(String what) {
        String message = sentence(what);
        LOG.warn(message);
        events.publish(EventType.ACCESS_LOG, Event.Severity.WARNING, Subject.NONE, "", message);
    }

    private String sentence(String what) {
        return "access log " + target + ": " + what;
    }

    private static String reason(Exception failure) {
        return switch (failure) {
            case PortUnreachableException _ -> "nobody listens there";
            case UnknownHostException unknown -> "the name " + unknown.getMessage() + " has no address";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}
