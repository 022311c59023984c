package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says when datagrams are lost by no fault of clients or backends: each kind once in a while, over all sockets. Any loop. */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Seldom FAILURES = new Seldom(PAUSE);
    private static final Seldom EXHAUSTED = new Seldom(PAUSE);
    private static final Seldom UNANSWERED = new Seldom(PAUSE);

    private Troubles() {}

    static void exhausted(UdpLoop loop, Listener by) {
        EXHAUSTED.due(loop.loop().now()).ifPresent(_ -> {
            String message = "there is no file descriptor or port for a new session, whose datagrams are dropped; sessions go on; "
                    + "raise the limit (ulimit -n, LimitNOFILE) or lower udp.idle if this comes again";
            LOG.warn("listener {}: {}", by.id(), message);
            loop.flows().events().publish(EventType.RESOURCES, Event.Severity.WARNING, Subject.listener(by.id()), "", message);
        });
    }

    static void readFailed(UdpLoop loop, Listener by, IOException failure) {
        FAILURES.due(loop.loop().now()).ifPresent(
                others -> LOG.warn("listener {}: reading datagrams failed: {} ({} others before)", by.id(), failure, others));
    }

    static void replyFailed(UdpLoop loop, Listener by, IOException failure) {
        UNANSWERED.due(loop.loop().now()).ifPresent(others -> LOG.warn(
                "listener {}: an answer cannot leave from where its client wanted to go, and is lost: {} ({} others before)",
                by.id(), failure.getMessage(), others));
    }

    static void bug(UdpLoop loop, Listener by, Throwable bug) {
        FAILURES.due(loop.loop().now()).ifPresent(others -> LOG.error(
                "listener {}: datagrams from a client were dropped by a bug ({} others before)", by.id(), others, bug));
    }
}
