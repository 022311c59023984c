package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.accesslog.LogPlan;
import io.awe4lb.kernel.listener.EndedFlow;
import io.awe4lb.kernel.listener.IdleLimits;
import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.BackendCounters;
import io.awe4lb.kernel.stats.ListenerCounters;
import io.awe4lb.kernel.stats.LoopCounters;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.EndSide;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes between the client and its backend until both have ended. Holds nothing but bytes that one side would not take yet: a
 * direction has at most {@link io.awe4lb.kernel.net.EventLoop#BUFFER_SIZE} copied, or 2 MB in a pipe of the system.
 */
final class Relaying implements Phase {

    private final Connection connection;
    private final Lease lease;
    private final Side client;
    private final Side backend;
    private final ListenerCounters listenerCounters;
    private final BackendCounters backendCounters;
    private final LoopCounters loopCounters;
    /** The last time that anything moved, by the loop's clock. */
    private long lastMoved;
    /** By the same clock. */
    private final long begun;

    private long firstByte = EndedFlow.NEVER;
    private @Nullable EndSide firstEnd;
    /** When the log is to hear of it next, by the same clock. */
    private long nextInterim;

    /** @param clientSocket the connection's */
    Relaying(Connection connection, Socket clientSocket, Socket backendSocket, Lease lease) {
        this.connection = connection;
        this.lease = lease;
        this.client = new Side(this, clientSocket);
        this.backend = new Side(this, backendSocket);
        int loop = connection.owner().index();
        this.listenerCounters = connection.listener().counters(loop);
        this.backendCounters = lease.backend().counters(loop);
        this.loopCounters = connection.owner().flows().counters();
        this.begun = connection.owner().loop().now();
        this.lastMoved = begun;
    }

    /** @param head what was read of the client before; null if nothing was */
    void begin(@Nullable Loan head) {
        client.begin(backend);
        backend.begin(client);
        nextInterim = begun + interim();
        schedule();
        if (head != null) {
            client.passOn(head);
        }
    }

    /** Bytes were taken from one side and are with the other, or on loan until it takes them. */
    void moved(Side from, long bytes) {
        if (from == client) {
            listenerCounters.moved(bytes, 0);
            backendCounters.moved(bytes, 0);
            loopCounters.moved(bytes, 0);
        } else {
            listenerCounters.moved(0, bytes);
            backendCounters.moved(0, bytes);
            loopCounters.moved(0, bytes);
            if (firstByte == EndedFlow.NEVER) {
                firstByte = connection.owner().loop().now() - begun;
            }
        }
    }

    void touched() {
        lastMoved = connection.owner().loop().now();
    }

    /** One side has said its end, and the other one has taken everything. */
    void ended(Side side) {
        if (firstEnd == null) {
            firstEnd = side == client ? EndSide.CLIENT : EndSide.BACKEND;
        }
        boolean isLast = side.peer().hasEnded() || !connection.listener().config().halfClose();
        if (!isLast || side.isTruncated()) { // else closing says the end
            side.peer().shutdownOutput();
        }
        if (isLast && !connection.isClosed()) {
            connection.close(end());
        }
    }

    private EndReason end() {
        if (client.isTruncated()) {
            return EndReason.CLIENT_TRUNCATED;
        }
        return backend.isTruncated() ? EndReason.BACKEND_TRUNCATED : EndReason.NORMAL;
    }

    void broken(Side side) {
        if (side == backend) {
            lease.backend().connectionReset();
            connection.close(EndReason.BACKEND_RESET);
        } else {
            connection.close(side.hasEnded() ? EndReason.CLIENT_ABORT : EndReason.CLIENT_RESET);
        }
    }

    /** One side has broken the rules of TLS, or says that this balancer has. */
    void violated(Side side) {
        if (side == backend) {
            lease.backend().connectionReset();
        }
        connection.close(side == backend ? EndReason.BACKEND_TLS_FAILED : EndReason.TLS_HANDSHAKE_FAILED);
    }

    @Override
    public void onTimeout() {
        long now = connection.owner().loop().now();
        IdleLimits limits = connection.listener().idleLimits();
        if (now >= connection.begun() + limits.life()) {
            connection.close(EndReason.MAX_LIFETIME);
        } else if (now >= client.lastRead() + limits.client()) {
            connection.close(EndReason.CLIENT_IDLE_TIMEOUT);
        } else if (now >= backend.lastRead() + limits.backend()) {
            connection.close(EndReason.BACKEND_IDLE_TIMEOUT);
        } else if (now >= lastMoved + limits.either()) {
            boolean isFirstAnswer = client.bytesRead() > 0 && backend.bytesRead() == 0;
            boolean backendsTurn = isFirstAnswer || client.lastRead() > backend.lastRead();
            connection.close(backendsTurn ? EndReason.BACKEND_IDLE_TIMEOUT : EndReason.CLIENT_IDLE_TIMEOUT);
        } else {
            logInterim(now);
            schedule();
        }
    }

    @Override
    public void onLogChanged() {
        nextInterim = Math.min(nextInterim, connection.owner().loop().now() + interim());
        schedule();
    }

    private void logInterim(long now) {
        long every = interim();
        if (every == LogPlan.NEVER || now < nextInterim) {
            nextInterim = Math.min(nextInterim, now + every); // it may have been changed meanwhile
            return;
        }
        connection.logInterim();
        nextInterim = now + every;
    }

    private long interim() {
        return connection.listener().log().plan().interim();
    }

    /** Traffic does not move the timer: when it fires too early, it is set anew. */
    private void schedule() {
        IdleLimits limits = connection.listener().idleLimits();
        long every = interim();
        if (limits.areOff() && every == LogPlan.NEVER) {
            return;
        }
        long byTurn = Math.min(client.lastRead() + limits.client(), backend.lastRead() + limits.backend());
        long byIdle = Math.min(Math.min(byTurn, lastMoved + limits.either()), connection.begun() + limits.life());
        connection.owner().loop().timers().schedule(connection, every == LogPlan.NEVER ? byIdle : Math.min(byIdle, nextInterim));
    }

    @Override
    public void release(EndReason reason) {
        client.giveBack();
        backend.giveBack();
        boolean clientGone =
                reason == EndReason.CLIENT_RESET || reason == EndReason.CLIENT_ABORT || reason == EndReason.TLS_HANDSHAKE_FAILED;
        if (clientGone || reason == EndReason.INTERNAL_ERROR) {
            backend.socket().reset();
        } else {
            backend.socket().close();
        }
        lease.close(); // now: whoever gets the slot comes to a backend that has one less
    }

    Connection connection() {
        return connection;
    }

    @Override
    public String word() {
        return "relaying";
    }

    @Override
    public PoolBackend backend() {
        return lease.backend();
    }

    @Override
    public Optional<Socket> backendSocket() {
        return Optional.of(backend.socket());
    }

    @Override
    public long firstByte() {
        return firstByte;
    }

    @Override
    public @Nullable EndSide firstEnd() {
        return firstEnd;
    }

    @Override
    public long bytesIn() {
        return client.bytesRead();
    }

    @Override
    public long bytesOut() {
        return backend.bytesRead();
    }
}
