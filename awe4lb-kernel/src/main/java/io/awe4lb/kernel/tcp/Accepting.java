package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.ListeningSocket;
import io.awe4lb.kernel.net.Timer;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.stats.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets of one loop, and whether they accept. When descriptors run out, all of them pause for a moment: new clients wait in
 * the system's backlog, those that are here go on. For some time after that they are short of descriptors. On the loop.
 */
final class Accepting extends Timer {

    private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORT = TimeUnit.SECONDS.toNanos(1);
    /** Over all loops. */
    private static final Seldom TOLD = new Seldom(Duration.ofSeconds(10));

    private final EventLoop loop;
    private final LoopCounters counters;
    private final Events events;
    private final Seldom told;
    private final List<ListeningSocket> sockets = new ArrayList<>();
    private boolean paused;
    private volatile boolean isShort;

    Accepting(EventLoop loop, LoopCounters counters, Events events) {
        this(loop, counters, events, TOLD);
    }

    /** @param told lets one in a while be told */
    Accepting(EventLoop loop, LoopCounters counters, Events events, Seldom told) {
        this.loop = loop;
        this.counters = counters;
        this.events = events;
        this.told = told;
    }

    void add(ListeningSocket socket) {
        sockets.add(socket);
        socket.wantAccept(!paused);
    }

    void remove(ListeningSocket socket) {
        sockets.remove(socket);
    }

    /** Whether descriptors ran out a moment ago. Any thread. */
    boolean isShort() {
        return isShort;
    }

    void failed(IOException failure) {
        counters.acceptFailed();
        pause(failure);
    }

    /** Stops accepting for a moment; once more if it is stopped already. */
    void pause(IOException why) {
        loop.timers().schedule(this, loop.now() + PAUSE);
        if (paused) {
            return;
        }
        paused = true;
        isShort = true;
        counters.acceptPaused();
        sockets.forEach(socket -> socket.wantAccept(false));
        told.due(loop.now()).ifPresent(_ -> tell(why));
    }

    private void tell(IOException why) {
        String message = "accepting pauses until file descriptors are free again: " + why.getMessage()
                + "; new clients wait, connections go on; raise the limit (ulimit -n, LimitNOFILE) if this comes again";
        LOG.warn("{}", message);
        events.publish(EventType.RESOURCES, Event.Severity.WARNING, Subject.NONE, "", message);
    }

    @Override
    protected void onTimeout() {
        if (paused) {
            paused = false;
            sockets.forEach(socket -> socket.wantAccept(true));
            loop.timers().schedule(this, loop.now() + SHORT);
        } else {
            isShort = false;
        }
    }
}
