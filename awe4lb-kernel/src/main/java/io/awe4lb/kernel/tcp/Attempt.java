package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.EventLoop;
import io.awe4lb.kernel.net.ExhaustedException;
import io.awe4lb.kernel.net.NativeBuffer;
import io.awe4lb.kernel.net.NoPortException;
import io.awe4lb.kernel.net.OtherFamilyException;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.SocketHandler;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
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
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One backend is asked to take a connection: connects to its addresses in turn, as long as there is time. Where the pool sends PROXY
 * headers, that is the first thing a backend gets. Where it speaks TLS, a backend has taken the connection when the handshake is done, and a
 * failed one is a failed connect. Tells {@link Connecting} what came of it, once; holds the lease until then. On the connection's loop.
 */
final class Attempt implements SocketHandler, Handshake.Party, PostgresWish.Wisher {

    private final Connection connection;
    private final Connecting connecting;
    private final Pool pool;
    private final Lease lease;

    private @Nullable Socket socket;
    /** What is left of the PROXY header, where the backend's machine has no room for all of it. */
    private @Nullable Loan unsent;
    /** Whether the backend is asked for TLS, as servers of PostgreSQL want it. */
    private boolean isWishing;
    /** Null where none is under way. */
    private @Nullable Handshake handshake;
    /** Of the backend, and how many of them were tried. */
    private List<SocketAddress> addresses = List.of();
    private final int firstAddress;
    private int addressesTried;
    /** Of the pool's own, towards the address that is asked, in vain. */
    private int sourcesTried;
    /** Of the last one that failed; {@code no_backend} where none has, but none can be used for this client. */
    private EndReason addressFailure = EndReason.NO_BACKEND;
    /** Whether the last failure is for what the client has asked, and says nothing about the backend. */
    private boolean isForTheClient;
    /** When the backend was asked first, how long it took to answer, and when it has had its time. */
    private final long asked;

    private long answered;
    private final long deadline;

    /** @param lease this one's from now on, until the backend has taken the connection */
    Attempt(Connection connection, Connecting connecting, Pool pool, Lease lease) {
        this.connection = connection;
        this.connecting = connecting;
        this.pool = pool;
        this.lease = lease;
        this.firstAddress = lease.backend().preferred();
        this.asked = loop().now();
        this.deadline = asked + connection.listener().config().timeouts().connect().toNanos();
    }

    void begin() {
        if (backend().followsClients()) {
            follow();
        } else {
            addresses = backend().addresses();
            connect();
        }
    }

    /** Where the client wanted to go. */
    private void follow() {
        try {
            addresses = List.of(ClientDestination.of(connection.socket(), connection.owner().machine()));
        } catch (IOException unusable) {
            connection.asked();
            connecting.failed(EndReason.NO_BACKEND, String.valueOf(unusable.getMessage()));
            return;
        }
        connect();
    }

    private void connect() {
        try {
            Socket opened = loop().connect(addresses.get(addressIndex()), pool.connectOptions(connection.client()), this);
            connection.asked();
            socket = opened;
            if (opened.isConnected()) {
                onConnected();
            } else {
                loop().timers().schedule(connection, deadline);
            }
        } catch (ExhaustedException exhausted) {
            connecting.exhausted(exhausted);
        } catch (NoPortException none) {
            withoutPort(none);
        } catch (OtherFamilyException unusable) {
            connection.asked();
            nextAddress(unusable.getMessage());
        } catch (IOException failure) {
            connection.asked();
            onConnectFailed(failure);
        }
    }

    /** The source address whose turn is next may have one. */
    private void withoutPort(NoPortException none) {
        sourcesTried++;
        if (sourcesTried < pool.config().connect().sourceAddresses().size()) {
            connect();
        } else {
            sourcesTried = 0;
            addressFailed(EndReason.RESOURCE_EXHAUSTED, none.getMessage());
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
        NativeBuffer buffer = loop().buffer();
        ProxyHeader header = BackendHeader.of(connection);
        if (pool.config().sendProxy().version() == ProxyProtocol.V1) {
            header.writeV1(buffer.bytes());
        } else {
            header.writeV2(buffer.bytes(), false);
        }
        buffer.bytes().flip();
        try {
            open().write(buffer);
            if (buffer.bytes().hasRemaining()) {
                unsent = loop().buffers().copy(buffer.bytes());
                loop().timers().schedule(connection, deadline);
                open().wantWrite(true);
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
        if (rest == null) {
            return;
        }
        try {
            open().write(rest);
            if (!rest.bytes().hasRemaining()) {
                giveBackUnsent();
                open().wantWrite(false);
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
        if (connection.reception().asksPostgresForTls(pool)) {
            loop().timers().schedule(connection, loop().now() + handshakeTimeout().toNanos());
            isWishing = true;
            new PostgresWish(loop(), open(), this).begin();
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
        isForTheClient = !connection.reception().isMeantAsPostgres();
        failedAt(EndReason.BACKEND_TLS_FAILED, why.getMessage());
    }

    private void speak() {
        pool.origination().ifPresentOrElse(this::secure, () -> connected(open()));
    }

    private void secure(Origination origination) {
        loop().timers().schedule(connection, loop().now() + handshakeTimeout().toNanos());
        Engine engine = origination.open(backend().peer(), backend().spec(), connection.reception().agreedProtocol());
        var next = new Handshake(loop(), open(), engine, null, this);
        handshake = next;
        next.begin();
    }

    @Override
    public void onSecured(TlsSocket secured, SSLEngine engine, boolean isResumed) {
        handshake = null;
        socket = secured;
        long took = loop().now() - asked - answered;
        backend().counters(connection.owner().index()).handshakes().done(engine.getSession().getProtocol(), isResumed, took);
        connected(secured);
    }

    private void connected(Socket done) {
        backend().prefer(addressIndex());
        backend().counters(connection.owner().index()).connected(answered);
        connection.listener().counters(connection.owner().index()).connected(answered);
        connecting.connected(this, done);
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
        isForTheClient = false;
        failedAt(reason, sentence);
    }

    private void failedAt(EndReason reason, String sentence) {
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
            connecting.failed(addressFailure, sentence);
        }
    }

    /** The connection's timer has fired. */
    void onTimeout() {
        if (handshake != null || isWishing) {
            isForTheClient = isWishing && !connection.reception().isMeantAsPostgres();
            connecting.failed(EndReason.BACKEND_TLS_FAILED, "no TLS handshake within %d ms".formatted(handshakeTimeout().toMillis()));
        } else {
            isForTheClient = pool.config().connect().transparent(); // the way back to this client may be another one
            connecting.failed(EndReason.BACKEND_CONNECT_TIMEOUT, "connect timed out after %d ms%s".formatted(
                    connection.listener().config().timeouts().connect().toMillis(),
                    isForTheClient ? ": do its answers to clients come back through this machine, as 'transparent' needs it?" : ""));
        }
    }

    private Duration handshakeTimeout() {
        return connection.listener().config().timeouts().handshake();
    }

    private EventLoop loop() {
        return connection.owner().loop();
    }

    /** That is under way. */
    private Socket open() {
        return Objects.requireNonNull(socket);
    }

    PoolBackend backend() {
        return lease.backend();
    }

    /** Whether the backend is to blame for the failure that was told. */
    boolean isBackendsFault() {
        return !isForTheClient;
    }

    Lease lease() {
        return lease;
    }

    /** It comes to nothing: gives back everything. */
    void close() {
        closeSocket();
        lease.close();
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

    @Override
    public void onReadable() {
        throw new IllegalStateException("nothing is read while connecting");
    }

    @Override
    public void onBug(Throwable bug) {
        connection.onBug(bug);
    }
}
