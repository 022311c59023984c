package io.awe4lb.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers with bytes as they are, one script a connection, and then closes: for what no library would send. */
final class RawServer implements AutoCloseable {

    /** Talks to one client whose request was read. */
    @FunctionalInterface
    interface Script {
        void answer(Socket socket) throws Exception;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Script> scripts;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Thread thread;

    RawServer(Script... scripts) throws IOException {
        this.scripts = new ArrayDeque<>(List.of(scripts));
        this.thread = Thread.ofVirtual().start(this::serve);
    }

    static Script saying(String bytes) {
        return socket -> {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        };
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Request line and headers of each connection. */
    List<String> heads() {
        return heads;
    }

    private void serve() {
        while (!scripts.isEmpty()) {
            try (Socket socket = server.accept()) {
                heads.add(head(socket));
                scripts.remove().answer(socket);
            } catch (Exception closed) {
                return; // by the test
            }
        }
    }

    private static String head(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        thread.interrupt();
    }
}
