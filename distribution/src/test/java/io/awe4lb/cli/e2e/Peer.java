package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** One end of a conversation: a client, or a backend's side of one connection. Every wait has a deadline. */
final class Peer implements AutoCloseable {

    private static final int DEADLINE = (int) Eventually.DEADLINE.toMillis();

    private final Socket socket;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(DEADLINE);
        socket.setTcpNoDelay(true);
    }

    static Peer connect(InetSocketAddress address) throws IOException {
        return connect(address, DEADLINE);
    }

    /** Gives up with an exception after some milliseconds. */
    static Peer connect(InetSocketAddress address, int timeoutMillis) throws IOException {
        return connected(new Socket(), address, timeoutMillis);
    }

    /** A client with an address of its own, for example 127.0.0.7. */
    static Peer connectFrom(String source, InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        return connected(socket, address, DEADLINE);
    }

    private static Peer connected(Socket socket, InetSocketAddress address, int timeoutMillis) throws IOException {
        try {
            socket.connect(address, timeoutMillis);
            return new Peer(socket);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Its own, as it is shown. */
    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    void sends(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    void receives(String text) throws IOException {
        int length = text.getBytes(UTF_8).length;
        assertEquals(text, new String(socket.getInputStream().readNBytes(length), UTF_8));
    }

    /** The next line, without its end; what came until the stream ended if it ends before. */
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = socket.getInputStream().read(); next >= 0 && next != '\n'; next = socket.getInputStream().read()) {
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    /** Whether a line comes; false if the stream ends or is reset instead. */
    boolean isGreeted() throws IOException {
        return !greeting().isEmpty();
    }

    boolean isGreetedBy(String name) throws IOException {
        return greeting().equals(name);
    }

    private String greeting() throws IOException {
        try {
            return line();
        } catch (SocketException reset) {
            assertTrue(reset.getMessage().contains("reset"), reset::getMessage);
            return "";
        }
    }

    void halfCloses() throws IOException {
        socket.shutdownOutput();
    }

    void resets() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void seesEnd() throws IOException {
        assertEquals(-1, socket.getInputStream().read(), "the end of the stream");
    }

    void seesReset() {
        SocketException reset = assertThrows(SocketException.class, () -> socket.getInputStream().read(), "a reset");
        assertTrue(reset.getMessage().contains("reset"), reset::getMessage);
    }

    /** Its end or a reset, nothing else. */
    void isClosed() throws IOException {
        try {
            seesEnd();
        } catch (SocketException reset) {
            assertTrue(reset.getMessage().contains("reset"), reset::getMessage);
        }
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
