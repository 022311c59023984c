package io.awe4lb.plugins.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a Unix socket that a test plays: of each connection it reads the head of a request, and says what the test says. */
public final class UnixServer implements AutoCloseable {

    /** What is said. */
    @FunctionalInterface
    public interface Part {

        /**
         * Answers.
         *
         * @param request its head
         * @param out to the client; closed afterwards
         */
        void play(String request, OutputStream out) throws Exception;
    }

    private final ServerSocketChannel listening;
    private final Part part;
    private final Thread accepting;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    /** Listens. @param socket a file that is not there yet */
    public UnixServer(Path socket, Part part) throws IOException {
        this.part = part;
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        accepting = Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                connections.add(channel);
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (IOException _) { // closed
            return;
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            String request = head(Channels.newInputStream(channel));
            requests.add(request);
            part.play(request, Channels.newOutputStream(channel));
        } catch (Exception _) { // the client has gone
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("no request");
            }
            head.write(value);
        }
        return head.toString(ISO_8859_1);
    }

    /** The heads of all that was asked. */
    public List<String> requests() {
        return requests;
    }

    /** An answer of this status with a length. */
    public static void answer(OutputStream out, int status, String body) throws IOException {
        write(out, "HTTP/1.1 %d Whatever\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s".formatted(status,
                body.getBytes(UTF_8).length, body));
    }

    /** The head of an answer that goes on, in chunks. */
    public static void begin(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    /** One chunk. */
    public static void chunk(OutputStream out, String text) throws IOException {
        write(out, "%x\r\n%s\r\n".formatted(text.length(), text));
    }

    /** As it is. */
    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /** Nobody can connect afterwards: the socket lives as long as somebody is about to accept. */
    @Override
    public void close() throws IOException {
        listening.close();
        try {
            accepting.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
