package io.awe4lb.kernel.net;

import java.io.IOException;

/** Takes new connections, on the loop of the listening socket. */
public interface AcceptHandler {

    /**
     * A connection came. The handler owns the socket and attaches it to a loop, or closes it.
     *
     * @param socket not yet attached to any loop
     */
    void onAccept(Socket socket);

    /**
     * Accepting failed, most likely for want of file descriptors; the connection still waits in the backlog. The handler pauses accepting
     * for a while, or it will be called again at once.
     *
     * @param failure what the system said
     */
    void onAcceptFailed(IOException failure);
}
