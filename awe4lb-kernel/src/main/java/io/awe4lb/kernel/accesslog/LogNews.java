package io.awe4lb.kernel.accesslog;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
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
    private final Seldom saysDropped = new Seldom(QUIET);
    private final Seldom saysAway = new Seldom(QUIET);
    /** Whether somebody was told that it is away. */
    private volatile boolean saidAway;

    LogNews(String target, Events events) {
        this.target = target;
        this.events = events;
    }

    String target() {
        return target;
    }

    /** There was no room. On a loop, for every entry: asks how many only when it says so. */
    void dropped(LongSupplier soFar) {
        saysDropped.due(System.nanoTime()).ifPresent(
                _ -> warn("the target does not take lines fast enough: %d dropped so far".formatted(soFar.getAsLong())));
    }

    void away(Exception failure, boolean isLast) {
        if (isLast || saysAway.due(System.nanoTime()).isPresent()) {
            saidAway = true;
            warn("nothing can be written: %s; it is tried again every second".formatted(reason(failure)));
        }
    }

    void back(long dropped) {
        if (saidAway) {
            saidAway = false;
            String message = sentence("lines are written again; %d were dropped since the start".formatted(dropped));
            LOG.info(message);
            events.publish(EventType.ACCESS_LOG, Event.Severity.INFO, Subject.NONE, "", message);
        }
    }

    void lostAtEnd(long lines) {
        if (lines > 0) {
            warn("%d lines that were not written are lost: the target took none of them to the end".formatted(lines));
        }
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
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
