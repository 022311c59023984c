package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.admission.Admission;
import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.ExhaustedException;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.OtherFamilyException;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Members;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.pool.WaitingLine;
import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.kernel.tls.Handshake;
import io.awe4lb.kernel.tls.HandshakeFailure;
import io.awe4lb.kernel.tls.Origination;
import io.awe4lb.kernel.tls.TlsSocket;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.ProxyProtocol;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a backend that takes the connection: picks one, connects to its addresses in turn, and when that fails picks another, never the
 * same, up to {@code retry.tries} others and as long as {@code retry.timeout} has not passed. Where the pool sends PROXY headers, that is the
 * first thing a backend gets. Where it speaks TLS, a backend is connected when the handshake is done, and a failed one is a failed connect. The client's bytes wait in the system, but for those that had
 * to be read to know which pool is asked.
 *
 * <p>When this machine itself runs out of descriptors or ports, no backend is blamed: accepting pauses and the connect is tried again a
 * little later.
 */
final class Connecting implements Phase, SocketHandler, Handshake.Party, WaitingLine.Waiter, PostgresWish.Wisher {

    private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);
    private static final long PAUSE_WHEN_EXHAUSTED = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connection connection;
    private final Pool pool;
    /** What was read of the client already; given back, or passed on. */
    private @Nullable Loan head;

    private long begin;
    /** Whether it waits in the pool's line. */
    private boolean isQueued;
    private EndReason lastFailure = EndReason.NO_BACKEND;
    private @Nullable Lease lease;
    private @Nullable Socket socket;
    /** What is left of the PROXY header, where the backend's machine has no room for all of it. */
    private @Nullable Loan unsent;
    /** Whether the leased backend is asked for TLS, as servers of PostgreSQL want it. */
    private boolean isWishing;
    /** With the leased backend; null where none is under way. */
    private @Nullable Handshake handshake;
    /** Addresses of the leased backend, and how many of them were tried. */
    private List<SocketAddress> addresses = List.of();
    private int firstAddress;
    private int addressesTried;
    /** Of the last one that failed; {@code no_backend} where none has, but none can be used for this client. */
    private EndReason addressFailure = EndReason.NO_BACKEND;
    /** When the leased backend was asked first, how long it took to answer, and when it has had its time. */
    private long asked;

    private long answered;
    private long deadline;

    Connecting(Connection connection, Pool pool, @Nullable Loan head) {
        this.connection = connection;
        this.pool = pool;
        this.head = head;
        this.begin = connection.owner().loop().now();
    }

    void begin() {
        if (pool.line().length() > 0 && mayQueue()) { // not past those who wait
            queue();
            return;
        }
        Members members = pool.members();
        Lease taken = members.lease(connection.client(), connection.tried());
        if (taken == null) {
            noneLeft(members);
        } else {
            ask(taken);
        }
    }

    private void ask(Lease taken) {
        lease = taken;
        firstAddress = taken.backend().preferred();
        addressesTried = 0;
        addressFailure = EndReason.NO_BACKEND;
        asked = loop().now();
        deadline = asked + connection.listener().config().timeouts().connect().toNanos();
        if (taken.backend().followsClients()) {
            follow();
        } else {
            addresses = taken.backend().addresses();
            connect();
        }
    }

    /** Where the client wanted to go. */
    private void follow() {
        try {
            addresses = List.of(ClientDestination.of(connection.socket(), connection.owner().machine()));
        } catch (IOException unusable) {
            connection.asked();
            failed(EndReason.NO_BACKEND, String.valueOf(unusable.getMessage()));
            return;
        }
        connect();
    }

    private void noneLeft(Members members) {
        List<PoolBackend> tried = connection.tried();
        EndReason none = members.whyNone(tried);
        if (none == EndReason.LIMIT && mayQueue()) {
            queue();
            return;
        }
        EndReason reason = tried.isEmpty() ? none : lastFailure;
        if (reason == EndReason.NO_BACKEND) {
            pool.counters(connection.owner().index()).noBackend();
        }
        connection.close(reason);
    }

    private boolean mayQueue() {
        return connection.listener().admission().patience().isPositive();
    }

    private void queue() {
        Admission admission = connection.listener().admission();
        if (!pool.line().join(this, admission.limits().maxQueued())) {
            connection.close(EndReason.LIMIT);
            return;
        }
        isQueued = true;
        loop().timers().schedule(connection, loop().now() + admission.patience().toNanos());
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
        if (!isQueued) {
            return;
        }
        Lease taken = pool.members().lease(connection.client(), connection.tried());
        if (taken == null) {
            pool.line().foundNothing(this);
            return;
        }
        leaveLine();
        loop().timers().cancel(connection);
        begin = loop().now();
        ask(taken);
    }

    private void leaveLine() {
        if (isQueued) {
            isQueued = false;
            pool.line().leave(this);
        }
    }

    private EventLoop loop() {
        return connection.owner().loop();
    }

    private void connect() {
        try {
            ConnectOptions options = pool.connectOptions(connection.client());
            Socket opened = loop().connect(addresses.get(addressIndex()), options, this);
            connection.asked();
            socket = opened;
            if (opened.isConnected()) {
                onConnected();
            } else {
                loop().timers().schedule(connection, deadline);
            }
        } catch (ExhaustedException exhausted) {
            onExhausted(exhausted);
        } catch (OtherFamilyException unusable) {
            connection.asked();
            nextAddress(unusable.getMessage());
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
        answered = loop().now() - asked;
        if (pool.config().sendProxy().version() == ProxyProtocol.OFF) {
            told();
        } else {
            tell();
        }
    }

    /** Says who the client is. A new connection has room for it, or nearly. */
    private void tell() {
        EventLoop loop = loop();
        NativeBuffer buffer = loop.buffer();
        ProxyHeader header = BackendHeader.of(connection);
        if (pool.config().sendProxy().version() == ProxyProtocol.V1) {
            header.writeV1(buffer.bytes());
        } else {
            header.writeV2(buffer.bytes(), false);
        }
        buffer.bytes().flip();
        try {
            Socket to = Objects.requireNonNull(socket);
            to.write(buffer);
            if (buffer.bytes().hasRemaining()) {
                unsent = loop.buffers().copy(buffer.bytes());
                loop.timers().schedule(connection, deadline);
                to.wantWrite(true);
            } else {
                told();
            }
        } catch (IOException failure) {
            onConnectFailed(failure);
        }
    }

    @Override
    public void onWritable() {
        Loan rest = unsent;
        Socket to = socket;
        if (rest == null || to == null) {
            return;
        }
        try {
            to.write(rest);
            if (!rest.bytes().hasRemaining()) {
                giveBackUnsent();
                to.wantWrite(false);
                told();
            }
        } catch (IOException failure) {
            onConnectFailed(failure);
        }
    }

    private void giveBackUnsent() {
        if (unsent != null) {
            loop().buffers().giveBack(unsent);
            unsent = null;
        }
    }

    private void told() {
        if (connection.asksPostgresForTls(pool)) {
            loop().timers().schedule(connection, loop().now() + handshakeTimeout().toNanos());
            isWishing = true;
            new PostgresWish(loop(), Objects.requireNonNull(socket), this).begin();
        } else {
            speak();
        }
    }

    @Override
    public void onWilling() {
        isWishing = false;
        speak();
    }

    @Override
    public void onUnwilling(IOException why) {
        isWishing = false;
        addressFailed(EndReason.BACKEND_TLS_FAILED, why.getMessage());
    }

    private void speak() {
        pool.origination().ifPresentOrElse(this::secure, this::connected);
    }

    private void secure(Origination origination) {
        EventLoop loop = loop();
        loop.timers().schedule(connection, loop.now() + handshakeTimeout().toNanos());
        PoolBackend backend = taken().backend();
        Engine engine = origination.open(backend.peer(), backend.spec(), connection.agreedProtocol());
        var next = new Handshake(loop, Objects.requireNonNull(socket), engine, null, this);
        handshake = next;
        next.begin();
    }

    @Override
    public void onSecured(TlsSocket secured, SSLEngine engine, boolean isResumed) {
        handshake = null;
        socket = secured;
        long took = loop().now() - asked - answered;
        taken().backend().counters(connection.owner().index()).handshakes().done(engine.getSession().getProtocol(), isResumed, took);
        connected();
    }

    private void connected() {
        Lease taken = taken();
        taken.backend().prefer(addressIndex());
        taken.backend().counters(connection.owner().index()).connected(answered);
        connection.listener().counters(connection.owner().index()).connected(answered);
        Loan read = head;
        head = null;
        connection.connected(Objects.requireNonNull(socket), taken, read);
    }

    private Lease taken() {
        Lease taken = lease;
        if (taken == null) {
            throw new IllegalStateException("there is no backend");
        }
        return taken;
    }

    @Override
    public void onConnectFailed(IOException failure) {
        addressFailed(EndReason.BACKEND_REFUSED, "connect failed: " + failure.getMessage());
    }

    @Override
    public void onHandshakeFailed(IOException failure) {
        addressFailed(EndReason.BACKEND_TLS_FAILED, HandshakeFailure.sentence(failure));
    }

    private void addressFailed(EndReason reason, String sentence) {
        addressFailure = reason;
        nextAddress(sentence);
    }

    /** The next one of the backend, if there is time. */
    private void nextAddress(String sentence) {
        closeSocket();
        addressesTried++;
        if (addressesTried < addresses.size() && loop().now() < deadline) {
            connect();
        } else {
            failed(addressFailure, sentence);
        }
    }

    @Override
    public void onTimeout() {
        if (isQueued) {
            leaveLine();
            connection.close(pool.members().whyNone(connection.tried()));
            return;
        }
        if (socket == null) { // waited for a descriptor
            begin();
            return;
        }
        boolean wasConnected = handshake != null || isWishing;
        closeSocket();
        if (wasConnected) {
            failed(EndReason.BACKEND_TLS_FAILED, "no TLS handshake within %d ms".formatted(handshakeTimeout().toMillis()));
        } else {
            failed(EndReason.BACKEND_CONNECT_TIMEOUT, "connect timed out after %d ms".formatted(
                    connection.listener().config().timeouts().connect().toMillis()));
        }
    }

    private Duration handshakeTimeout() {
        return connection.listener().config().timeouts().handshake();
    }

    /** The leased backend has failed; the next one, if there is time and a try left. */
    private void failed(EndReason reason, String sentence) {
        PoolBackend backend = taken().backend();
        if (reason == EndReason.BACKEND_TLS_FAILED) {
            backend.counters(connection.owner().index()).handshakes().failed();
        }
        if (reason == EndReason.NO_BACKEND) {
            backend.tellUnreachable(sentence, loop().now());
        } else {
            LOG.debug("pool {}, backend {}: {}", pool.id(), backend.id(), sentence);
            backend.counters(connection.owner().index()).connectFailed(reason);
            backend.connectFailed(sentence);
        }
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
        return loop().now() - begin >= pool.config().retry().timeout().toNanos();
    }

    private void onExhausted(ExhaustedException exhausted) {
        giveBackLease();
        connection.owner().accepting().pause(exhausted);
        if (isTooLate()) {
            connection.close(EndReason.RESOURCE_EXHAUSTED);
        } else {
            loop().timers().schedule(connection, loop().now() + PAUSE_WHEN_EXHAUSTED);
        }
    }

    @Override
    public String word() {
        return isQueued ? "queued" : "connecting";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return lease == null ? null : lease.backend();
    }

    @Override
    public void release(EndReason reason) {
        leaveLine();
        closeSocket();
        giveBackLease();
        if (head != null) {
            loop().buffers().giveBack(head);
            head = null;
        }
    }

    private void closeSocket() {
        isWishing = false;
        giveBackUnsent();
        if (handshake != null) {
            handshake.close();
            handshake = null;
        }
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
    public void onBug(Throwable bug) {
        connection.onBug(bug);
    }
}
