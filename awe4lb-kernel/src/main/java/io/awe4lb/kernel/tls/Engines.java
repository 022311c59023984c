package io.awe4lb.kernel.tls;

import io.awe4lb.spi.TlsEngines;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;

/**
 * What a plugin has prepared for one side of TLS, with a count of those who use it: it is closed when it was retired and the last connection
 * of it has ended. A connection that was under way to it meanwhile still gets an engine. Any thread.
 */
public final class Engines {

    private static final int NOBODY = 0;

    private final Maker maker;
    /** Replaced while nobody uses it only. */
    private volatile TlsEngines made;
    /** Live connections, and one more until it is retired; {@link #NOBODY}: what was made is closed. */
    private final AtomicInteger users = new AtomicInteger(1);

    /** Asks a plugin. */
    interface Maker {

        /** @throws GeneralSecurityException with a sentence, if the plugin cannot */
        TlsEngines make() throws GeneralSecurityException;
    }

    /** @throws GeneralSecurityException with a sentence, if the plugin cannot */
    Engines(Maker maker) throws GeneralSecurityException {
        this.maker = maker;
        this.made = maker.make();
    }

    /** For one connection, which releases it. On its loop. */
    Engine open() {
        if (!joins()) {
            makeAgain();
        }
        TlsEngines mine = made;
        try {
            return new Engine(this, mine, mine.engine());
        } catch (RuntimeException | Error failure) {
            leave(mine);
            throw failure;
        }
    }

    /** For a connection that began before it was retired, and has come so far only now. */
    private synchronized void makeAgain() {
        if (joins()) {
            return;
        }
        try {
            made = maker.make();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the TLS engine took these settings before", failure);
        }
        users.set(1);
    }

    /** @return false where nobody is there to join */
    private boolean joins() {
        return users.getAndUpdate(count -> count == NOBODY ? NOBODY : count + 1) != NOBODY;
    }

    /** Nobody is to begin with it any more. Once. */
    void retire() {
        leave(made);
    }

    private void leave(TlsEngines used) {
        if (users.decrementAndGet() == NOBODY) {
            used.close();
        }
    }

    /** The engine of one connection. On its loop. */
    public static final class Engine {

        private final Engines of;
        private final TlsEngines maker;
        private final SSLEngine engine;

        private Engine(Engines of, TlsEngines maker, SSLEngine engine) {
            this.of = of;
            this.maker = maker;
            this.engine = engine;
        }

        SSLEngine engine() {
            return engine;
        }

        /** When the handshake is done. @param begun in milliseconds since 1970 */
        boolean isResumed(long begun) {
            return maker.isResumed(engine, begun);
        }

        /** The connection has ended. Once. */
        void release() {
            maker.release(engine);
            of.leave(maker);
        }
    }
}
