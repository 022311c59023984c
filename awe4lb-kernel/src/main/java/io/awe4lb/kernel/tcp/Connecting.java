package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.net.ExhaustedException;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Members;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a backend that takes the connection: picks one, connects to its addresses in turn, and when that fails picks another, never the
 * same, up to {@code retry.tries} others and as long as {@code retry.timeout} has not passed. The client's bytes wait in the system, but
 * for those that had to be read to know which pool is asked.
 *
 * <p>When this machine itself runs out of descriptors or ports, no backend is blamed: accepting pauses and the connect is tried again a
 * little later.
 */
final class Connecting implements Phase, SocketHandler {

    private static final long PAUSE_WHEN_EXHAUSTED = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connection connection;
    private final Pool pool;
    /** What was read of the client already; given back, or passed on. */
    private @Nullable Loan head;

    private final long begin;
    private EndReason lastFailure = EndReason.NO_BACKEND;
    private @Nullable Lease lease;
    private @Nullable Socket socket;
    /** Addresses of the leased backend, and how many of them were tried. */
    private List<SocketAddress> addresses = List.of();
    private int firstAddress;
    private int addressesTried;
    /** When the leased backend was asked first, and when it has had its time. */
    private long asked;
    private long deadline;

    Connecting(Connection connection, Pool pool, @Nullable Loan head) {
        this.connection = connection;
        this.pool = pool;
        this.head = head;
        this.begin = connection.owner().loop().now();
    }

    void begin() {
        Members members = pool.members();
        Lease taken = members.lease(connection.client(), connection.tried());
        if (taken == null) {
            noneLeft(members);
            return;
        }
        lease = taken;
        addresses = taken.backend().addresses();
        firstAddress = taken.backend().preferred();
        addressesTried = 0;
        asked = connection.owner().loop().now();
        deadline = asked + connection.listener().config().timeouts().connect().toNanos();
        connect();
    }

    private void noneLeft(Members members) {
        List<PoolBackend> tried = connection.tried();
        EndReason reason = tried.isEmpty() ? members.whyNone(tried) : lastFailure;
        if (reason == EndReason.NO_BACKEND) {
            pool.counters(connection.owner().index()).noBackend();
        }
        connection.close(reason);
    }

    private void connect() {
        try {
            ConnectOptions options = pool.connectOptions();
            Socket opened = connection.owner().loop().connect(addresses.get(addressIndex()), options, this);
            connection.asked();
            socket = opened;
            if (opened.isConnected()) {
                onConnected();
            } else {
                connection.owner().loop().timers().schedule(connection, deadline);
            }
        } catch (ExhaustedException exhausted) {
            onExhausted(exhausted);
        } catch (IOException failure) {
            connection.asked();
            onConnectFailed(failure);
        }
    }

    private int addressIndex() {
        return (firstAddress + addressesTried) % addresses.size();
    }

    @Override
    public void onConnected() {
        Lease taken = lease;
        Socket opened = socket;
        if (taken == null || opened == null) {
            throw new IllegalStateException("connected without a backend");
        }
        taken.backend().prefer(addressIndex());
        taken.backend().counters(connection.owner().index()).connected(connection.owner().loop().now() - asked);
        Loan read = head;
        head = null;
        connection.connected(opened, taken, read);
    }

    @Override
    public void onConnectFailed(IOException failure) {
        closeSocket();
        addressesTried++;
        if (addressesTried < addresses.size() && connection.owner().loop().now() < deadline) {
            connect();
        } else {
            failed(EndReason.BACKEND_REFUSED, "connect failed: " + failure.getMessage());
        }
    }

    @Override
    public void onTimeout() {
        if (socket == null) { // waited for a descriptor
            begin();
            return;
        }
        closeSocket();
        failed(EndReason.BACKEND_CONNECT_TIMEOUT, "connect timed out after %d ms".formatted(timeoutMillis()));
    }

    private long timeoutMillis() {
        return connection.listener().config().timeouts().connect().toMillis();
    }

    /** The leased backend has failed; the next one, if there is time and a try left. */
    private void failed(EndReason reason, String sentence) {
        Lease taken = lease;
        if (taken == null) {
            throw new IllegalStateException("failed without a backend");
        }
        PoolBackend backend = taken.backend();
        backend.counters(connection.owner().index()).connectFailed(reason);
        backend.connectFailed(sentence);
        giveBackLease();
        lastFailure = reason;
        connection.refusedBy(backend);
        if (connection.tried().size() > pool.config().retry().tries() || isTooLate()) {
            connection.close(reason);
        } else {
            backend.counters(connection.owner().index()).retried();
            begin();
        }
    }

    private boolean isTooLate() {
        return connection.owner().loop().now() - begin >= pool.config().retry().timeout().toNanos();
    }

    private void onExhausted(ExhaustedException exhausted) {
        giveBackLease();
        connection.owner().accepting().pause(exhausted);
        if (isTooLate()) {
            connection.close(EndReason.RESOURCE_EXHAUSTED);
        } else {
            connection.owner().loop().timers().schedule(connection, connection.owner().loop().now() + PAUSE_WHEN_EXHAUSTED);
        }
    }

    @Override
    public String word() {
        return "connecting";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return lease == null ? null : lease.backend();
    }

    @Override
    public void release(EndReason reason) {
        closeSocket();
        giveBackLease();
        if (head != null) {
            connection.owner().loop().buffers().giveBack(head);
            head = null;
        }
    }

    private void closeSocket() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private void giveBackLease() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    @Override
    public void onReadable() {
        throw new IllegalStateException("nothing is read while connecting");
    }

    @Override
    public void onWritable() {
        throw new IllegalStateException("nothing is written while connecting");
    }

    @Override
    public void onBug(Throwable bug) {
        connection.onBug(bug);
    }
}
