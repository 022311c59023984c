package io.awe4lb.spi;

import javax.net.ssl.SSLEngine;

/** The server's side of TLS with one group of certificates. Engines are made by many event loops at once. */
public interface TlsServer extends AutoCloseable {

    /**
     * An engine for one connection. On an event loop; must not block. The engine is used by that loop alone, with direct buffers of 64 KiB, but
     * for its {@linkplain SSLEngine#getDelegatedTask() tasks}: those run elsewhere, one after the other, while the loop leaves the engine alone.
     *
     * @return not begun yet, in server mode
     */
    SSLEngine engine();

    /**
     * A connection has ended. On the event loop that had its engine, once for each.
     *
     * @param engine made here; nobody uses it any more
     */
    default void release(SSLEngine engine) {}

    /** Nobody asks for new engines any more; those that were made go on. */
    @Override
    default void close() {}
}
