package io.awe4lb.kernel.tcp;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Listening sockets that their listeners will not want any more. Another listener that wants such an address takes the sockets over as they
 * are: binding others beside them and closing these would reset clients. On the thread that prepares a change.
 */
public final class SpareSockets {

    private final List<BoundSocket> sockets = new ArrayList<>();

    /**
     * Adds those of a living listener.
     *
     * @param listener before the change
     * @param kept addresses that it keeps, as in the configuration
     */
    public void add(TcpListener listener, Collection<SocketAddress> kept) {
        listener.sockets().stream().filter(one -> !kept.contains(one.asked())).forEach(sockets::add);
    }

    /** @return those of an address, which nobody else can have any more; empty if there are none */
    List<BoundSocket> take(SocketAddress address) {
        List<BoundSocket> taken = sockets.stream().filter(one -> one.asked().equals(address)).toList();
        sockets.removeAll(taken);
        return taken;
    }
}
