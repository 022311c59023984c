package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.SocketAddress;

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
     * Listens otherwise from now on; connections that wait in the backlog stay. On the loop.
     *
     * @param options checked by {@link Transport#checkChange}
     * @throws IOException if the system refuses one, naming it
     */
    void change(ListenOptions options) throws IOException;

    /** Closes; connections that wait in the backlog were accepted before, if it is on its loop. Idempotent. */
    @Override
    void close();
}
