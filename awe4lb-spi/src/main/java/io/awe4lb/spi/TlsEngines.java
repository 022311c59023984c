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
     * Whether a connection goes on with a session of before. On its event loop, once, when the handshake is done.
     *
     * @param engine made here
     * @param begun when the handshake began, in milliseconds since 1970, by the clock that Java's sessions are dated with
     * @return left to the interface: whether the session is older than the handshake, which is exact for Java's own engines
     */
    default boolean isResumed(SSLEngine engine, long begun) {
        return engine.getSession().getCreationTime() < begun;
    }

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
