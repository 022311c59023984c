package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.admission.Admission;
import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Members;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.pool.WaitingLine;
import io.awe4lb.spi.EndReason;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits in the pool's line for a backend that has room, as long as its listener lets it. */
final class Queued implements Phase, WaitingLine.Waiter {

    private final Connection connection;
    private final Pool pool;
    /** What was read of the client already; given back, or passed on. */
    private @Nullable Loan head;

    Queued(Connection connection, Pool pool, @Nullable Loan head) {
        this.connection = connection;
        this.pool = pool;
        this.head = head;
    }

    void begin() {
        Admission admission = connection.listener().admission();
        if (pool.line().join(this, admission.limits().maxQueued())) {
            loop().timers().schedule(connection, loop().now() + admission.patience().toNanos());
        } else {
            connection.close(EndReason.LIMIT);
        }
    }

    @Override
    public void called() {
        try {
            loop().execute(() -> connection.guardedly(this::onCalled));
        } catch (RejectedExecutionException _) { // the loop has ended, and its connections with it
            return;
        }
    }

    private void onCalled() {
        if (!connection.isIn(this)) {
            return;
        }
        Members members = pool.members();
        Lease taken = members.lease(connection.client(), connection.tried());
        if (taken == null && pool.isClosed()) {
            connection.close(EndReason.NO_BACKEND);
            return;
        }
        if (taken == null && members.haveRoom()) { // not for this one, that was refused there
            pool.line().passesOn(this);
            return;
        }
        if (taken == null) {
            pool.line().foundNothing(this);
            return;
        }
        pool.line().leave(this);
        Loan read = head;
        head = null;
        connection.dequeued(pool, read, taken);
    }

    @Override
    public void onTimeout() {
        connection.close(pool.members().whyNone(connection.tried()));
    }

    private EventLoop loop() {
        return connection.owner().loop();
    }

    @Override
    public String word() {
        return "queued";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return null;
    }

    @Override
    public void release(EndReason reason) {
        connection.asked(); // not any more
        pool.line().leave(this);
        if (head != null) {
            loop().buffers().giveBack(head);
            head = null;
        }
    }
}
