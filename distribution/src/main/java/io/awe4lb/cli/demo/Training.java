package io.awe4lb.cli.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.stream.IntStream;

/** Clients of the demonstration that use it a little, so that the JVM can record which classes and methods matter. */
public final class Training {

    private static final int SHORT_CONNECTIONS = 200;
    private static final int LONG_CONNECTIONS = 20;
    private static final int REQUESTS = 20;
    private static final int TIMEOUT_MS = 10_000;

    private final InetSocketAddress address;

    /**
     * Clients of one address.
     *
     * @param address of the demo's listener
     */
    public Training(InetSocketAddress address) {
        this.address = address;
    }

    /**
     * A connection a request, then many requests and lines on each of some connections.
     *
     * @return number of answers
     * @throws IOException if an answer is missing
     */
    public int run() throws IOException {
        int answers = 0;
        for (int i = 0; i < SHORT_CONNECTIONS; i++) {
            answers += ask(1, "GET / HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n", 6);
        }
        for (int i = 0; i < LONG_CONNECTIONS; i++) {
            answers += ask(REQUESTS, "GET / HTTP/1.1\r\nHost: demo\r\n\r\n", 6);
            answers += ask(REQUESTS, "hello\n", 1);
        }
        return answers;
    }

    /** The demo's answer to a request has six lines, to a line of text one. */
    private int ask(int times, String question, int lines) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(address, TIMEOUT_MS);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(question.getBytes(US_ASCII));
                for (int line : IntStream.range(0, lines).toArray()) {
                    if (in.readLine() == null) {
                        throw new IOException("the answer ended at line " + line);
                    }
                }
            }
        }
        return times;
    }
}
