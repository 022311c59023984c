package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where a listener is to listen that a running program has yet to get: a port that is free, on an address that no client gets as its own.
 *
 * @param address of nobody yet
 */
record Place(InetSocketAddress address) {

    static Place free() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.3.1", 0));
            return new Place((InetSocketAddress) socket.getLocalSocketAddress());
        }
    }

    boolean isRefused() throws IOException {
        try {
            Peer.connect(address).close();
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
