package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;

/** A backend that is asked by health checks: it answers every connection with the same, which a test may change. */
final class Answering implements AutoCloseable {

    private final ServerSocket server;
    private final String end;
    private volatile String answer;

    /** @param end of a question; @param answer one byte a character */
    Answering(ServerSocketFactory sockets, String end, String answer) throws IOException {
        this.server = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.1.1"));
        this.end = end;
        this.answer = answer;
        Thread.ofVirtual().start(this::accept);
    }

    static Answering plainly(String end, String answer) throws IOException {
        return new Answering(ServerSocketFactory.getDefault(), end, answer);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException failure) {
                if (!server.isClosed()) {
                    throw new AssertionError(failure);
                }
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            var asked = new StringBuilder();
            while (!asked.toString().endsWith(end)) {
                int value = in.read();
                if (value < 0) {
                    return;
                }
                asked.append((char) value);
            }
            connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
        } catch (IOException gone) { // a check that was stopped, or a handshake that the check refused
            return;
        }
    }

    void answers(String another) {
        answer = another;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
