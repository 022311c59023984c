package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.Load;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.stats.ConnectionPage;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.kernel.stats.LoopStats;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The TCP connections of one event loop. On the loop, but for the methods that answer a future: those are for any thread. */
public final class TcpLoop {

    /** Connection ids count up by loop and end in the loop's index. */
    private static final int INDEX_BITS = 10;
    /** Closing one takes some calls of the system. */
    private static final int CLOSED_AT_ONCE = 128;
    private static final int TOLD_AT_ONCE = 512;

    private final EventLoop loop;
    private final int index;
    private final Events events;
    private final LoopCounters counters = new LoopCounters();
    private final Accepting accepting;
    private @Nullable Connection newest;
    /** Live connections; written by the loop, read by other loops that have too many. */
    private volatile int count;
    private long lastId;

    /**
     * Around a loop.
     *
     * @param loop not shared with another instance
     * @param index from 0, unique among the balancer's loops, less than 1024
     * @param events where it tells what an operator has to know
     */
    public TcpLoop(EventLoop loop, int index, Events events) {
        this.loop = loop;
        this.index = index;
        this.events = events;
        this.accepting = new Accepting(loop, counters, events);
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
     * Lists live connections. Any thread.
     *
     * @param which of them; called on the loop, with infos whose paths are empty
     * @param most that are listed
     * @return completed by the loop; the oldest first
     */
    public CompletableFuture<ConnectionPage> list(Predicate<ConnectionInfo> which, int most) {
        return new Listing(this, which, most).begin();
    }

    /**
     * Closes the connections that match. Any thread.
     *
     * @param which of those that live when the loop gets to it; called on the loop, with infos whose paths are empty
     * @param reason why
     * @return completed by the loop with how many there were
     */
    public CompletableFuture<Integer> close(Predicate<ConnectionInfo> which, EndReason reason) {
        return closeAll(connection -> which.test(connection.infoWithoutPaths()), reason);
    }

    /**
     * Closes the connections of a backend. Any thread.
     *
     * @param backend whose
     * @param reason why
     * @return completed by the loop with how many there were
     */
    public CompletableFuture<Integer> closeThoseOf(PoolBackend backend, EndReason reason) {
        return closeAll(connection -> connection.backend() == backend, reason);
    }

    /**
     * Closes the connections that came by a listener. Any thread.
     *
     * @param listener whose, before and after changes of it
     * @param reason why
     * @return completed by the loop with how many there were
     */
    public CompletableFuture<Integer> closeThoseOf(Listener listener, EndReason reason) {
        return closeAll(connection -> connection.listener().isSameAs(listener), reason);
    }

    /**
     * Tells the connections that came by a listener that its log wants to hear of them at other times. Any thread.
     *
     * @param listener whose, before and after changes of it
     * @return completed by the loop
     */
    public CompletableFuture<Void> logChanged(Listener listener) {
        return Walk.over(this, TOLD_AT_ONCE, connection -> {
            if (connection.listener().isSameAs(listener)) {
                connection.onLogChanged();
            }
        });
    }

    private CompletableFuture<Integer> closeAll(Predicate<Connection> which, EndReason reason) {
        var closed = new int[1];
        return Walk.over(this, CLOSED_AT_ONCE, connection -> {
            if (which.test(connection)) {
                connection.close(reason);
                closed[0]++;
            }
        }).thenApply(_ -> closed[0]);
    }

    @Nullable Connection newest() {
        return newest;
    }

    /**
     * How many connections live. Any thread.
     *
     * @return a moment old
     */
    public int count() {
        return count;
    }

    int index() {
        return index;
    }

    Events events() {
        return events;
    }

    Accepting accepting() {
        return accepting;
    }

    /**
     * Who should take a new connection. The system deals connections out by a hash, so that a few long ones can all fall on one loop.
     *
     * @param all loops, this one among them
     * @return this loop, or the one with the fewest connections if this one has more than half as many again
     */
    TcpLoop orLeastBusy(List<TcpLoop> all) {
        TcpLoop least = this;
        for (TcpLoop loop : all) {
            if (loop.count < least.count) {
                least = loop;
            }
        }
        return count - least.count > least.count / 2 ? least : this;
    }

    /** A client came. */
    void open(Socket socket, Listener listener) {
        Client client =
                socket.remoteAddress() instanceof InetSocketAddress inet ? Client.of(inet.getAddress(), inet.getPort()) : Client.local();
        Connection connection = new Connection(this, listener, socket, client, ++lastId << INDEX_BITS | index);
        Connection before = newest;
        connection.older = before;
        if (before != null) {
            before.newer = connection;
        }
        newest = connection;
        count++;
        connection.open();
    }

    /** Called by a connection that ends. */
    void remove(Connection connection) {
        Connection newer = connection.newer;
        Connection older = connection.older;
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        if (older != null) {
            older.newer = newer;
        }
        connection.newer = null;
        connection.older = null;
        count--;
    }
}
