package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Outcome;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running balancer until somebody ends it.
 *
 * <pre>
 *    serving ──TERM──▶ stopping gracefully ──done──▶ 143
 *       │                    └──TERM, INT──▶ stopping now
 *       └──INT──▶ stopping now ──▶ 130
 * </pre>
 */
final class Serving {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");

    /** A wish to end. */
    enum Stop {
        /** TERM: when live connections have ended, or {@code shutdown.drain} is over. */
        GRACEFULLY("TERM", ExitCode.TERMINATED),
        /** INT. */
        NOW("INT", ExitCode.INTERRUPTED);

        private final String signal;
        private final int exitCode;

        Stop(String signal, int exitCode) {
            this.signal = signal;
            this.exitCode = exitCode;
        }
    }

    private final Balancer balancer;
    private final BlockingQueue<Stop> wishes = new LinkedBlockingQueue<>();
    private volatile Stop last = Stop.GRACEFULLY;
    private Runnable beforeStop = () -> {};

    Serving(Balancer balancer) {
        this.balancer = balancer;
    }

    /** HUP and USR1 must not kill, from the very start. */
    static void ignoreReload() {
        Signals.on("HUP", () -> LOG.warn("HUP: nothing is reloaded"));
        Signals.on("USR1", () -> LOG.info("USR1: no file is open yet"));
    }

    /** Called once when it is told to stop gracefully, before it does. */
    Serving beforeStop(Runnable action) {
        beforeStop = action;
        return this;
    }

    /** From now on HUP applies the file if it has changed. */
    void reloads(LiveConfig config) {
        Signals.on("HUP", () -> {
            if (config.reloadFile("HUP") instanceof Outcome.Unchanged(var revision)) {
                LOG.info("HUP: the file has not changed since it was last applied; revision {} stays in force", revision.number());
            }
        });
    }

    /** From now on TERM and INT end it, and USR1 opens files anew. */
    Serving obeySignals() {
        Signals.on("USR1", () -> {
            LOG.info("USR1: files of the access log are opened anew");
            balancer.reopenAccessLogs();
        });
        for (Stop wish : Stop.values()) {
            Signals.on(wish.signal, () -> stop(wish));
        }
        return this;
    }

    /** Any thread, any number of times; the second time is always at once. */
    void stop(Stop wish) {
        wishes.add(wish);
    }

    /** Serves until told to stop, then stops. The exit code is that of the last wish. */
    int untilStopped() {
        try {
            last = wishes.take();
            if (last == Stop.GRACEFULLY) {
                tell("stopping: live connections may end by themselves");
                beforeStop.run();
                Thread.ofVirtual().name("second-signal").start(this::hurry);
                balancer.stop();
            } else {
                tell("stopping now: live connections are closed");
                balancer.close();
            }
        } catch (InterruptedException _) { // whoever waits no longer wants it to go on
            balancer.close();
        }
        LOG.info("stopped");
        return last.exitCode;
    }

    /** For who watches: the admin server is there until the end. */
    private void tell(String what) {
        balancer.events().publish(EventType.STOPPING, Event.Severity.INFO, Subject.NONE, last.signal, last.signal + ": " + what);
    }

    private void hurry() {
        try {
            last = wishes.take();
            LOG.warn("told to stop again: closing what lives");
            tell("told to stop again: live connections are closed");
            balancer.stopNow();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
