package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/** A bound socket. Once {@link EventLoop#accept} was called it belongs to that loop. */
public sealed interface ListeningSocket extends AutoCloseable permits NioListeningSocket, LinuxListeningSocket {

    /**
     * Where it is bound.
     *
     * @return with the port that the system chose, if it was asked to
     */
    SocketAddress address();

    /** Stops or resumes taking connections; those that come meanwhile wait in the system's backlog. On the loop. */
    void wantAccept(boolean on);

    /**
     * Takes the socket off its loop and lets go of it, listening, so that it can be handed to another process: what waits in the backlog is
     * for whoever adopts it. A Unix socket's file stays. On the loop.
     *
     * @return its descriptor, the caller's to close
     * @throws IOException with a sentence, if this transport cannot, or the socket is closed; nothing has changed then
     */
    OpenDescriptor detach() throws IOException;

    /**
     * Listens otherwise from now on; connections that wait in the backlog stay. On the loop.
     *
     * @param options checked by {@link Transport#checkChange}
     * @throws IOException if the system refuses one, naming it
     */
    void change(ListenOptions options) throws IOException;

    /**
     * What waits to be accepted. Any thread.
     *
     * @return empty when the transport or the system does not tell, of a Unix socket, and when it is closed
     */
    Optional<Backlog> backlog();

    /** Closes; connections that wait in the backlog were accepted before, if it is on its loop. Idempotent. */
    @Override
    void close();
}
