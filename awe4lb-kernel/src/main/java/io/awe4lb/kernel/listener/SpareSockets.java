package io.awe4lb.kernel.listener;

import io.awe4lb.spi.ConnectionRecord.Protocol;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Listening sockets that their listeners will not want any more. Another listener that wants such an address takes the sockets over as they
 * are: binding others beside them and closing these would reset clients. On the thread that prepares a change.
 */
public final class SpareSockets {

    private final List<Spare> sockets = new ArrayList<>();

    private record Spare(Protocol protocol, BoundSocket socket) {

        boolean isAt(Protocol wanted, SocketAddress address) {
            return protocol == wanted && socket.asked().equals(address);
        }
    }

    /**
     * Adds those of a living listener.
     *
     * @param listener before the change
     * @param kept addresses that it keeps, as in the configuration
     */
    public void add(BoundListener listener, Collection<SocketAddress> kept) {
        listener.sockets().stream().filter(one -> !kept.contains(one.asked()))
                .forEach(one -> sockets.add(new Spare(listener.protocol(), one)));
    }

    /** @return those of an address, which nobody else can have any more; empty if there are none */
    List<BoundSocket> take(Protocol protocol, SocketAddress address) {
        List<Spare> taken = sockets.stream().filter(one -> one.isAt(protocol, address)).toList();
        sockets.removeAll(taken);
        return taken.stream().map(Spare::socket).toList();
    }
}
