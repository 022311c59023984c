package io.awe4lb.kernel.net;

import java.io.IOException;
import java.net.InetSocketAddress;
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
     * Opens a loop whose traffic may have every descriptor; its thread starts with {@link EventLoop#start()}.
     *
     * @param name of the thread
     * @param bugs called on the loop with what a task or timer threw
     * @return a loop that does not run yet
     * @throws IOException if the system gives no poller
     */
    default EventLoop open(String name, Thread.UncaughtExceptionHandler bugs) throws IOException {
        return open(name, bugs, SpareDescriptors.UNCOUNTED);
    }

    /**
     * Opens a loop; its thread starts with {@link EventLoop#start()}.
     *
     * @param name of the thread
     * @param bugs called on the loop with what a task or timer threw
     * @param spare what its traffic leaves to everything else
     * @return a loop that does not run yet
     * @throws IOException if the system gives no poller
     */
    EventLoop open(String name, Thread.UncaughtExceptionHandler bugs, SpareDescriptors spare) throws IOException;

    /**
     * Binds and listens, without accepting yet. Any thread.
     *
     * @param address with port 0 for any free port; a Unix socket's stale file is replaced
     * @param options how to listen, and what accepted connections have
     * @param shared whether others of this process will be bound to the same address, each accepting a share of the connections
     * @return the bound socket
     * @throws IOException if the address is in use, not of this machine or not allowed, or an option is refused, naming it
     */
    ListeningSocket bind(SocketAddress address, ListenOptions options, boolean shared) throws IOException;

    /**
     * Makes a socket of a connection that this process was handed. Any thread. It does not block any more, for other processes that have it
     * neither, and is not inherited.
     *
     * @param descriptor of a connected stream socket of TCP or Unix, taken over if that is what it is
     * @return not attached to a loop yet
     * @throws IOException with a sentence about what it is instead, or that this transport cannot; the descriptor is as it was then, and
     *     still the caller's to close
     */
    Socket adopt(OpenDescriptor descriptor) throws IOException;

    /**
     * Makes a listening socket of one that this process was handed. Any thread. As {@link #adopt}, but for a Unix socket's file, which stays
     * when the socket is closed: it belongs to whoever bound it.
     *
     * @param descriptor of a listening stream socket of TCP or Unix, taken over if that is what it is
     * @return not accepting yet, with the options that it has
     * @throws IOException as {@link #adopt}
     */
    ListeningSocket adoptListening(OpenDescriptor descriptor) throws IOException;

    /**
     * Tries whether an address can be bound by a socket that does not share it, without listening: nobody can connect meanwhile. Any thread.
     *
     * @param address not of a Unix socket
     * @throws IOException if the address is in use, not of this machine or not allowed
     */
    void probe(InetSocketAddress address) throws IOException;

    /**
     * Looks whether there are sockets here that listen so. Any thread.
     *
     * @param options to be bound with
     * @throws IOException with a sentence that names the first option, by its key in the configuration, that this transport does not have
     */
    void check(ListenOptions options) throws IOException;

    /**
     * Tries whether sockets that listen could do so otherwise. Any thread.
     *
     * @param last how they listen
     * @param next how they would
     * @throws IOException with a sentence that names the first option that cannot change while they listen
     */
    void checkChange(ListenOptions last, ListenOptions next) throws IOException;

    /**
     * Tries whether a socket can be opened so. Any thread. Source addresses are not tried: they may come to this machine later.
     *
     * @param options to be connected with
     * @throws IOException with a sentence that names the first option that this transport does not have or the system refuses
     */
    void check(ConnectOptions options) throws IOException;

    /**
     * Binds a socket of datagrams, without taking any yet. Any thread.
     *
     * @param address with port 0 for any free port; where {@link #tellsDestinations()} is false, not of every address
     * @param options how it is
     * @param shared whether others of this process will be bound to the same address, each taking the datagrams of a share of the senders
     * @return the bound socket
     * @throws IOException if the address is in use, not of this machine or not allowed, or an option is refused, naming it
     */
    DatagramServer bindDatagrams(InetSocketAddress address, DatagramOptions options, boolean shared) throws IOException;

    /**
     * Tries whether datagrams of an address can be taken by a socket that does not share it. Any thread.
     *
     * @param address to be bound
     * @throws IOException if the address is in use, not of this machine or not allowed
     */
    void probeDatagrams(InetSocketAddress address) throws IOException;

    /**
     * Looks whether there are sockets of datagrams here that are so. Any thread.
     *
     * @param options to be bound with
     * @throws IOException with a sentence that names the first option, by its key in the configuration, that this transport does not have
     */
    void check(DatagramOptions options) throws IOException;

    /**
     * Whether a socket that is bound to every address of this machine knows to which of them a datagram was sent, so that the answer can
     * leave from there.
     *
     * @return false: each address needs a socket of its own
     */
    boolean tellsDestinations();

    /**
     * Whether several sockets can be bound to one address with the system dealing new connections out to them.
     *
     * @param address to be bound
     * @return false for Unix sockets, and where SO_REUSEPORT is missing
     */
    boolean canShare(SocketAddress address);
}
