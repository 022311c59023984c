package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.net.BufferPool.Loan;
import io.awe4lb.kernel.net.TruncatedException;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.kernel.tls.Handshake;
import io.awe4lb.kernel.tls.TlsSocket;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agrees on keys with the client. Its route is known, and nothing of the pool is taken yet; the deadline is that of identifying. */
final class Handshaking implements Phase, Handshake.Party {

    private static final Logger LOG = LoggerFactory.getLogger(Handshaking.class);

    private final Connection connection;
    /** Null: of an authority that wants to see the certificate, and nothing else. */
    private final @Nullable Pool pool;
    private final Handshake handshake;

    /** @param head what was read already; given back by this; null: nothing */
    Handshaking(Connection connection, @Nullable Pool pool, Engine engine, @Nullable Loan head) {
        this.connection = connection;
        this.pool = pool;
        this.handshake = new Handshake(connection.owner().loop(), connection.socket(), engine, head, this);
    }

    void begin() {
        handshake.begin();
    }

    @Override
    public void onSecured(TlsSocket secured, SSLEngine engine, boolean isResumed) {
        connection.reception().secured(secured, engine, isResumed, pool);
    }

    @Override
    public void onHandshakeFailed(IOException why) {
        LOG.debug("listener {}: no handshake with {}: {}", connection.listener().id(), connection.client(), why.getMessage());
        connection.close(why instanceof TruncatedException ? EndReason.CLIENT_ABORT : EndReason.TLS_HANDSHAKE_FAILED);
    }

    @Override
    public void onBug(Throwable bug) {
        connection.onBug(bug);
    }

    @Override
    public void onTimeout() {
        connection.close(EndReason.TLS_HANDSHAKE_FAILED);
    }

    @Override
    public String word() {
        return "handshaking";
    }

    @Override
    public @Nullable PoolBackend backend() {
        return null;
    }

    @Override
    public void release(EndReason reason) {
        handshake.close();
    }
}
