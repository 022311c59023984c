package io.awe4lb.cli.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small server on a free port of this machine that says its name; each connection on a virtual thread. */
public final class DemoBackend implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoBackend.class);
    private static final int BACKLOG = 1024;

    private final String name;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private DemoBackend(String name, ServerSocket server) {
        this.name = name;
        this.server = server;
    }

    /**
     * Opens one that serves at once.
     *
     * @param name what it says
     * @return to be closed by the caller
     * @throws IOException if there is no free port
     */
    public static DemoBackend open(String name) throws IOException {
        var backend = new DemoBackend(name, new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name(name).start(backend::accept);
        return backend;
    }

    /**
     * Where it serves.
     *
     * @return host and port as in a configuration
     */
    public String address() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().name(name).start(() -> serve(socket));
            } catch (IOException failure) {
                if (!server.isClosed()) {
                    LOG.warn("{}: cannot accept: {}", name, failure.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Conversation(name, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream()).hold();
        } catch (IOException | NumberFormatException failure) { // the client went away or talked nonsense
            LOG.debug("{}: {}", name, failure.toString());
        } finally {
            connections.remove(socket);
        }
    }

    /** Ends every connection too. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
