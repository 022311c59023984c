package io.awe4lb.spi;

import javax.net.ssl.SSLEngine;

/** One side of TLS, prepared for many connections. Engines are made by many event loops at once. */
public interface TlsEngines extends AutoCloseable {

    /**
     * An engine for one connection. On an event loop; must not block. The engine is used by that loop alone, with direct buffers of 64 KiB, but
     * for its {@linkplain SSLEngine#getDelegatedTask() tasks}: those run elsewhere, one after the other, while the loop leaves the engine alone.
     *
     * @return not begun yet, in the mode of this side
     */
    SSLEngine engine();

    /**
     * A connection has ended. On the event loop that had its engine, once for each.
     *
     * @param engine made here; nobody uses it any more
     */
    default void release(SSLEngine engine) {}

    /** Nobody asks for engines any more, and every one that was made was released. Once; any thread. */
    @Override
    default void close() {}
}
