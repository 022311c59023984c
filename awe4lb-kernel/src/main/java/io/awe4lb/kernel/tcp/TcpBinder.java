package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.Binder;
import io.awe4lb.kernel.listener.BoundSocket;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.ListenOptions;
import io.awe4lb.kernel.net.ListeningSocket;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes sockets that listen: one a loop where the system can share the address, else one whose connections are dealt out in turn.
 *
 * @param transport maker of the loops
 * @param loops all of them
 */
public record TcpBinder(Transport transport, List<TcpLoop> loops) implements Binder {

    @Override
    public Protocol protocol() {
        return Protocol.TCP;
    }

    @Override
    public void check(Listener listener, List<SocketAddress> addresses) throws IOException {
        if (addresses.stream().anyMatch(InetSocketAddress.class::isInstance)) {
            transport.check(listener.listenOptions());
        }
    }

    @Override
    public List<BoundSocket> bind(SocketAddress address, Listener listener, boolean isOurs) throws IOException {
        ListenOptions options = listener.listenOptions();
        if (!transport.canShare(address)) {
            return List.of(TcpSocket.alone(transport, address, transport.bind(address, options, false), loops, listener));
        }
        if (address instanceof InetSocketAddress inet && !isOurs) {
            transport.probe(inet); // one that shares would also share with another process of the same user: only one that does not finds out
        }
        List<BoundSocket> opened = new ArrayList<>();
        try {
            SocketAddress actual = address;
            for (TcpLoop loop : loops) {
                ListeningSocket socket = transport.bind(actual, options, true);
                opened.add(TcpSocket.shared(transport, address, socket, loop, loops, listener));
                actual = socket.address();
            }
            return opened;
        } catch (IOException | RuntimeException failure) {
            opened.forEach(BoundSocket::abandon);
            throw failure;
        }
    }

    @Override
    public void tryOut(SocketAddress address, Listener listener, boolean isOurs) throws IOException {
        if (address instanceof InetSocketAddress inet) {
            // of one that overlaps ours only the host can be tried: whether it is of this machine
            transport.probe(isOurs ? new InetSocketAddress(inet.getAddress(), 0) : inet);
        } else {
            transport.bind(address, listener.listenOptions(), false).close();
        }
    }
}
