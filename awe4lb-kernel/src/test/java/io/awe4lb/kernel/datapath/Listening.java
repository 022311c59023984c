package io.awe4lb.kernel.datapath;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/** A backend that a test plays by hand: it listens on a free port, and the test accepts, reads and writes. */
final class Listening implements AutoCloseable {

    private final ServerSocket socket;

    Listening() throws IOException {
        this(0, 1024);
    }

    Listening(int port, int backlog) throws IOException {
        this(new ServerSocket(), port, backlog);
    }

    private Listening(ServerSocket socket, int port, int backlog) throws IOException {
        this.socket = socket;
        socket.setReuseAddress(true);
        socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
        socket.setSoTimeout(Peer.DEADLINE);
    }

    /** One whose connections have a tiny window, so that bytes wait at the balancer. */
    static Listening slow() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReceiveBufferSize(Peer.TINY_WINDOW);
        return new Listening(socket, 0, 1024);
    }

    /** A port that nobody listens on, for as long as nobody takes it. */
    static BackendSpec refusing() throws IOException {
        try (Listening gone = new Listening()) {
            return gone.spec();
        }
    }

    Peer accepts() throws IOException {
        return new Peer(socket.accept());
    }

    /** The next one, however long nobody comes; fails when this is closed. */
    Peer awaits() throws IOException {
        while (true) {
            try {
                return accepts();
            } catch (SocketTimeoutException nobody) {
                if (socket.isClosed()) {
                    throw nobody;
                }
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    BackendSpec spec() {
        return BackendSpec.of(new Address.Inet("127.0.0.1", port()));
    }

    /** For one connection at a time. */
    BackendSpec specOfOneSlot() {
        BackendSpec spec = spec();
        return new BackendSpec(spec.id(), spec.address(), spec.weight(), spec.priority(), 1, spec.sni());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
