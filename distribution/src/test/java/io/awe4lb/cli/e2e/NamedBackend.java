package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A backend that says its name to each client, then sends back what it gets, and ends when the client ends. It can stop and come back on
 * the same port: it listens on an address that no client gets as its own, so that nobody takes the port meanwhile.
 */
final class NamedBackend implements AutoCloseable {

    private static final int BACKLOG = 4096;

    private final String name;
    private final Set<Socket> live = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;
    private volatile Thread acceptor;

    NamedBackend(String name, String host) throws IOException {
        this.name = name;
        server = listen(new InetSocketAddress(host, 0));
    }

    private ServerSocket listen(InetSocketAddress address) throws IOException {
        var listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(address, BACKLOG);
        acceptor = Thread.ofPlatform().daemon().name(name).start(() -> accept(listening));
        return listening;
    }

    /** The system goes on listening for as long as a thread is in accept(), which may be later than close() returns. */
    private void endListening() throws IOException {
        server.close();
        try {
            acceptor.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                live.add(client);
                Thread.ofVirtual().name(name).start(() -> serve(client));
            } catch (IOException failure) {
                if (!listening.isClosed()) {
                    throw new AssertionError(name + " cannot accept", failure);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            client.getOutputStream().write((name + "\n").getBytes(UTF_8));
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException _) { // the client went away
        } finally {
            live.remove(client);
        }
    }

    /** How many connections it has now. */
    int connections() {
        return live.size();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes no more connections, and finishes those it has. */
    void stops() throws IOException {
        endListening();
    }

    /** Like a process that is killed: whoever is connected sees a reset. */
    void dies() throws IOException {
        endListening();
        for (Socket client : live) {
            client.setSoLinger(true, 0);
            client.close();
        }
    }

    /** Listens again where it did. */
    void comesBack() throws IOException {
        server = listen((InetSocketAddress) server.getLocalSocketAddress());
    }

    /** Its address, as it is written in a configuration. */
    @Override
    public String toString() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : live) {
            client.close();
        }
    }
}
