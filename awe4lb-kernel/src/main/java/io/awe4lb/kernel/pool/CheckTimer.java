package io.awe4lb.kernel.pool;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that hands all checks their turn. It wakes up once for everything that is due at the same time, so that whoever rounds the
 * times of many makes few wake-ups of them: waking up a thread costs as much as a check. From the first turn on, until it is closed.
 */
public final class CheckTimer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckTimer.class);

    private final DelayQueue<Turn> turns = new DelayQueue<>();
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().name("checks").daemon().unstarted(this::run);

    /** Without a thread until there is something to do. */
    public CheckTimer() {
        // nothing is due
    }

    /** Somebody who is called when a time has come. */
    @FunctionalInterface
    interface Taker {

        /** Must not block: everybody else waits. */
        void onTurn(Turn turn);
    }

    /** One call at one time. */
    static final class Turn implements Delayed {

        private final long time;
        private volatile @Nullable Taker taker;

        private Turn(long time, Taker taker) {
            this.time = time;
            this.taker = taker;
        }

        long time() {
            return time;
        }

        /** It holds nobody any more; may be on its way to its taker already. Any thread. */
        void cancel() {
            taker = null;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(time - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(time - ((Turn) other).time);
        }
    }

    /**
     * Gives a turn. Any thread.
     *
     * @param time by {@link System#nanoTime()}; at once when it has passed
     */
    Turn at(long time, Taker taker) {
        var turn = new Turn(time, taker);
        turns.add(turn);
        if (!isRunning.get() && isRunning.compareAndSet(false, true)) {
            thread.start();
        }
        return turn;
    }

    private void run() {
        try {
            while (true) {
                take(turns.take());
            }
        } catch (InterruptedException _) { // closed: nobody gets a turn any more
            turns.clear();
        }
    }

    private static void take(Turn turn) {
        Taker taker = turn.taker;
        try {
            if (taker != null) {
                taker.onTurn(turn);
            }
        } catch (RuntimeException bug) { // costs this turn, not those of others
            LOG.error("a check could not be begun or ended by a bug", bug);
        }
    }

    /** Ends the thread; turns that are left are not taken. Any thread; idempotent. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
