package io.awe4lb.kernel.listener;

import io.awe4lb.spi.ConnectionRecord.Protocol;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

/** Makes the sockets of listeners of one protocol. On the thread that prepares a change. */
public interface Binder {

    /**
     * What clients speak to its sockets.
     *
     * @return its word is the one of metrics
     */
    Protocol protocol();

    /**
     * Looks whether there are sockets here that are as a listener wants them.
     *
     * @param listener with its options
     * @param addresses all of it
     * @throws IOException with a sentence that names the option that does not exist here
     */
    void check(Listener listener, List<SocketAddress> addresses) throws IOException;

    /**
     * Binds an address, on every loop that shares it, without taking clients yet.
     *
     * @param address resolved
     * @param listener whose clients will come
     * @param isOurs whether this balancer is bound to an address that overlaps, so that being in use is no reason to refuse it
     * @return one or more
     * @throws IOException if the address cannot be bound, or the system refuses an option, naming it; nothing is bound then
     */
    List<BoundSocket> bind(SocketAddress address, Listener listener, boolean isOurs) throws IOException;

    /**
     * Looks whether {@link #bind} would succeed, without taking an address that somebody could reach.
     *
     * @param address resolved
     * @param listener whose clients would come
     * @param isOurs as of {@link #bind}
     * @throws IOException if not
     */
    void tryOut(SocketAddress address, Listener listener, boolean isOurs) throws IOException;
}
