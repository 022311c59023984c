package io.awe4lb.admin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Clients of a listener. */
final class Clients implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    private Clients() {}

    static Clients connect(int count, InetSocketAddress listener) throws IOException {
        Clients clients = new Clients();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(listener.getAddress(), listener.getPort());
            socket.setSoTimeout(10_000);
            clients.sockets.add(socket);
        }
        return clients;
    }

    /** Waits until the balancer has ended all of them. */
    void seeTheirEnd() throws IOException {
        for (Socket socket : sockets) {
            try {
                while (socket.getInputStream().read() >= 0) {
                    socket.getInputStream().skip(1);
                }
            } catch (SocketException reset) {
                if (!String.valueOf(reset.getMessage()).contains("reset")) {
                    throw reset;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
