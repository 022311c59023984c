package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.SocketAddress;

/** A maker of event loops and sockets. Everything made by one transport works with everything else made by it, and with nothing else. */
public sealed interface Transport permits NioTransport, LinuxTransport {

    /**
     * The word for it in configuration and log.
     *
     * @return {@code nio} or {@code linux}
     */
    String name();

    /**
     * Opens a loop; its thread starts with {@link EventLoop#start()}.
     *
     * @param name of the thread
     * @param bugs called on the loop with what a task or timer threw
     * @return a loop that does not run yet
     * @throws IOException if the system gives no poller
     */
    EventLoop open(String name, Thread.UncaughtExceptionHandler bugs) throws IOException;

    /**
     * Binds and listens, without accepting yet. Any thread.
     *
     * @param address with port 0 for any free port; a Unix socket's stale file is replaced
     * @param backlog connections that the system keeps until they are accepted
     * @param shared whether others of this process will be bound to the same address, each accepting a share of the connections
     * @return the bound socket
     * @throws IOException if the address is in use, not of this machine or not allowed
     */
    ListeningSocket bind(SocketAddress address, int backlog, boolean shared) throws IOException;

    /**
     * Whether several sockets can be bound to one address with the system dealing new connections out to them.
     *
     * @param address to be bound
     * @return false for Unix sockets, and where SO_REUSEPORT is missing
     */
    boolean canShare(SocketAddress address);
}
