package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** A backend that a test plays by hand: it listens on a free port, and the test accepts, reads and writes. */
final class Listening implements AutoCloseable {

    private static final int USUAL_BACKLOG = 1024;

    private final ServerSocket server = new ServerSocket();
    private final List<Peer> accepted = new ArrayList<>();

    Listening() throws IOException {
        this("127.0.1.1", 0);
    }

    /** On an address that no client gets as its own, so that nobody takes the port between two uses. */
    Listening(String host, int port) throws IOException {
        this(host, port, USUAL_BACKLOG);
    }

    Listening(String host, int port, int backlog) throws IOException {
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(host, port), backlog);
        server.setSoTimeout((int) Eventually.DEADLINE.toMillis());
    }

    Peer accepts() throws IOException {
        Peer peer = new Peer(server.accept());
        accepted.add(peer);
        return peer;
    }

    int port() {
        return server.getLocalPort();
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return server.getInetAddress().getHostAddress() + ":" + port();
    }

    /** What was accepted is closed too. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Peer peer : accepted) {
            peer.close();
        }
    }
}
