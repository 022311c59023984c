package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.ListeningSocket;
import io.awe4lb.kernel.net.Timer;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.kernel.stats.Seldom;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets of one loop, and whether they accept. When descriptors run out, all of them pause for a moment: new clients wait in
 * the system's backlog, those that are here go on. On the loop.
 */
final class Accepting extends Timer {

    private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    /** Over all loops. */
    private static final Seldom TOLD = new Seldom(Duration.ofSeconds(10));

    private final EventLoop loop;
    private final LoopCounters counters;
    private final List<ListeningSocket> sockets = new ArrayList<>();
    private boolean paused;

    Accepting(EventLoop loop, LoopCounters counters) {
        this.loop = loop;
        this.counters = counters;
    }

    void add(ListeningSocket socket) {
        sockets.add(socket);
        socket.wantAccept(!paused);
    }

    void remove(ListeningSocket socket) {
        sockets.remove(socket);
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
        counters.acceptPaused();
        sockets.forEach(socket -> socket.wantAccept(false));
        TOLD.due(loop.now()).ifPresent(_ -> LOG.warn(
                "accepting pauses until file descriptors are free again: {}; new clients wait, connections go on; "
                        + "raise the limit (ulimit -n, LimitNOFILE) if this comes again",
                why.getMessage()));
    }

    @Override
    protected void onTimeout() {
        paused = false;
        sockets.forEach(socket -> socket.wantAccept(true));
    }
}
