package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.EndedFlow;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.EndSide;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a connection is in its life, with what is held only there. On the connection's loop. */
sealed interface Phase permits Accepted, FirstBytes, Handshaking, Connecting, Queued, Relaying, Closed {

    /** The word of the connection list. */
    String word();

    /** The backend that serves or is asked now, or null. */
    @Nullable PoolBackend backend();

    /** The socket to the backend once it is connected. */
    default Optional<Socket> backendSocket() {
        return Optional.empty();
    }

    /** The connection's timer has fired. */
    void onTimeout();

    /** The log wants to hear of it at other times. */
    default void onLogChanged() {}

    /** Gives back everything that this phase holds; the connection ends for this reason. Called once. */
    void release(EndReason reason);

    /** Bytes that were passed on from the client. */
    default long bytesIn() {
        return 0;
    }

    /** Bytes that were passed on to the client. */
    default long bytesOut() {
        return 0;
    }

    /** Nanoseconds from the backend's answer to its first byte; {@link EndedFlow#NEVER} before. */
    default long firstByte() {
        return EndedFlow.NEVER;
    }

    /** Who has ended in order, the first of both; null before. */
    default @Nullable EndSide firstEnd() {
        return null;
    }
}
