package io.awe4lb.plugins.health.conversation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.awe4lb.spi.CheckTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A backend that answers each connection as a test has written down, on a port of this machine. */
public final class PlayedBackend implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ServerSocket server;
    private final Part part;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** What it does with one connection, which is closed afterwards. */
    @FunctionalInterface
    public interface Part {

        /** Plays. */
        void play(Socket connection) throws Exception;
    }

    private PlayedBackend(ServerSocket server, Part part) {
        this.server = server;
        this.part = part;
        Thread.ofVirtual().start(this::accept);
    }

    /** Listens with plain sockets. */
    public static PlayedBackend playing(Part part) throws IOException {
        return new PlayedBackend(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), part);
    }

    /** Listens with TLS. */
    public static PlayedBackend secured(SignedByNobody certificate, Part part) throws IOException {
        return new PlayedBackend(
                certificate.server().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), part);
    }

    /** Waits for the end of a request's head or line, says this, and ends the connection. */
    public static PlayedBackend answering(String end, String answer) throws IOException {
        return playing(connection -> answer(connection, end, answer));
    }

    /** The same, for a connection. @return what was read */
    public static String answer(Socket connection, String end, String answer) throws IOException {
        String asked = readUntil(connection.getInputStream(), end);
        say(connection, answer);
        return asked;
    }

    /** One byte a character. */
    public static void say(Socket connection, String words) throws IOException {
        connection.getOutputStream().write(words.getBytes(ISO_8859_1));
        connection.getOutputStream().flush();
    }

    /** Until the other side has closed. */
    public static void waitForEnd(Socket connection) throws IOException {
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Up to the words, or to the end. */
    public static String readUntil(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int value = in.read();
            if (value < 0) {
                return text.toString();
            }
            text.append((char) value);
        }
        return text.toString();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> play(connection));
            } catch (IOException closed) {
                failure.compareAndSet(null, server.isClosed() ? null : closed);
            }
        }
    }

    private void play(Socket connection) {
        try (connection) {
            part.play(connection);
        } catch (Exception problem) { // of a client that has gone; a test that cares asks for it
            failure.compareAndSet(null, problem);
        }
    }

    /** Of the first connection that ended otherwise than written down. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** By the name localhost, as if a configuration said so. */
    public InetSocketAddress named() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress("localhost", server.getInetAddress().getAddress()), server.getLocalPort());
    }

    /** With much time. */
    public CheckTarget target() {
        return target(LONG);
    }

    /** With so much time. */
    public CheckTarget target(Duration timeout) {
        return new CheckTarget("b1", address(), timeout);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
