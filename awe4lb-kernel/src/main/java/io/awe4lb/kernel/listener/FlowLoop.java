package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.admission.Overload;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Load;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.kernel.stats.LoopStats;
import io.awe4lb.spi.EndReason;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The connections and sessions of one event loop. On the loop, but for the methods that answer a future: those are for any thread. */
public final class FlowLoop {

    /** Ids count up by loop and end in the loop's index. */
    private static final int INDEX_BITS = 10;
    /** Closing one takes some calls of the system. */
    private static final int CLOSED_AT_ONCE = 128;
    private static final int TOLD_AT_ONCE = 512;

    private final EventLoop loop;
    private final int index;
    private final Events events;
    private final Overload overload;
    private final LoopCounters counters = new LoopCounters();
    private @Nullable Flow newest;
    /** Live ones; written by the loop, read by other loops that have too many. */
    private volatile int count;
    private long lastId;

    /**
     * Around a loop.
     *
     * @param loop not shared with another instance
     * @param index from 0, unique among the balancer's loops, less than 1024
     * @param events where it tells what an operator has to know
     * @param overload whose new work is turned away
     */
    public FlowLoop(EventLoop loop, int index, Events events, Overload overload) {
        this.loop = loop;
        this.index = index;
        this.events = events;
        this.overload = overload;
    }

    /**
     * The loop.
     *
     * @return the one it was made with
     */
    public EventLoop loop() {
        return loop;
    }

    /**
     * What this loop counted for itself. Any thread.
     *
     * @return written by the loop alone
     */
    public LoopCounters counters() {
        return counters;
    }

    /**
     * How this loop does. Any thread, also when the loop hangs.
     *
     * @return as of this moment
     */
    public LoopStats stats() {
        Load load = loop.load();
        return new LoopStats(count, counters.acceptFailures(), counters.acceptPauses(), load.rounds(), load.busy(), load.busyRatio(),
                load.longestRound());
    }

    /**
     * Lists what lives. Any thread.
     *
     * @param which of them; called on the loop, with infos whose paths are empty
     * @param most that are listed
     * @return completed by the loop; the oldest first
     */
    public CompletableFuture<ConnectionPage> list(Predicate<ConnectionInfo> which, int most) {
        return new Listing(this, which, most).begin();
    }

    /**
     * Closes those that match. Any thread.
     *
     * @param which of those that live when the loop gets to it; called on the loop, with infos whose paths are empty
     * @param reason why
     * @return completed by the loop with how many there were
     */
    public CompletableFuture<Integer> close(Predicate<ConnectionInfo> which, EndReason reason) {
        return closeAll(flow -> which.test(flow.infoWithoutPaths()), reason);
    }

    /**
     * Closes those of a backend. Any thread.
     *
     * @param backend whose
     * @param reason why
     * @return completed by the loop with how many there were
     */
    public CompletableFuture<Integer> closeThoseOf(PoolBackend backend, EndReason reason) {
        return closeAll(flow -> flow.backend() == backend, reason);
    }

    /**
     * Closes those that came by a listener. Any thread.
     *
     * @param listener whose, before and after changes of it
     * @param reason why
     * @return completed by the loop with how many there were
     */
    public CompletableFuture<Integer> closeThoseOf(Listener listener, EndReason reason) {
        return closeAll(flow -> flow.listener().isSameAs(listener), reason);
    }

    /**
     * Tells those that came by a listener that its log wants to hear of them at other times. Any thread.
     *
     * @param listener whose, before and after changes of it
     * @return completed by the loop
     */
    public CompletableFuture<Void> logChanged(Listener listener) {
        return Walk.over(this, TOLD_AT_ONCE, flow -> {
            if (flow.listener().isSameAs(listener)) {
                flow.onLogChanged();
            }
        });
    }

    private CompletableFuture<Integer> closeAll(Predicate<Flow> which, EndReason reason) {
        var closed = new int[1];
        return Walk.over(this, CLOSED_AT_ONCE, flow -> {
            if (which.test(flow)) {
                flow.close(reason);
                closed[0]++;
            }
        }).thenApply(_ -> closed[0]);
    }

    @Nullable Flow newest() {
        return newest;
    }

    /**
     * How many live. Any thread.
     *
     * @return a moment old
     */
    public int count() {
        return count;
    }

    /**
     * Which loop it is.
     *
     * @return from 0, unique among the balancer's loops
     */
    public int index() {
        return index;
    }

    /**
     * Where it tells what an operator has to know. Any thread.
     *
     * @return the balancer's
     */
    public Events events() {
        return events;
    }

    /**
     * Whose new work is turned away. Any thread.
     *
     * @return the balancer's
     */
    public Overload overload() {
        return overload;
    }

    long nextId() {
        return ++lastId << INDEX_BITS | index;
    }

    /**
     * One more lives here.
     *
     * @param flow that was made for this loop; the newest of them
     */
    public void add(Flow flow) {
        Flow before = newest;
        flow.older = before;
        if (before != null) {
            before.newer = flow;
        }
        newest = flow;
        count++;
    }

    /**
     * One has ended.
     *
     * @param flow that was added, once
     */
    public void remove(Flow flow) {
        Flow newer = flow.newer;
        Flow older = flow.older;
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        if (older != null) {
            older.newer = newer;
        }
        flow.newer = null;
        flow.older = null;
        count--;
    }
}
