package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** One end of a conversation: a client, or a backend's side of one connection. Every wait has a deadline of {@value #DEADLINE} ms. */
final class Peer implements AutoCloseable {

    static final int DEADLINE = 10_000;
    static final int TINY_WINDOW = 4096;

    private final Socket socket;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(DEADLINE);
        socket.setTcpNoDelay(true);
    }

    static Peer connect(SocketAddress address) throws IOException {
        return connect(new Socket(), address);
    }

    /** With a tiny window, so that bytes wait at the balancer. */
    static Peer connectSlowly(SocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(TINY_WINDOW);
        return connect(socket, address);
    }

    private static Peer connect(Socket socket, SocketAddress address) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", ((InetSocketAddress) address).getPort()), DEADLINE);
        return new Peer(socket);
    }

    void sends(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void receives(String text) throws IOException {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(text, new String(socket.getInputStream().readNBytes(expected.length), StandardCharsets.UTF_8));
    }

    String receives(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
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

    /** Sees the end, or a reset, which the system makes of an end where something was not read. */
    void ends() {
        try {
            assertEquals(-1, socket.getInputStream().read(), "the end of the stream");
        } catch (IOException reset) {
            assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset::toString);
        }
    }

    void seesReset() {
        SocketException reset = assertThrows(SocketException.class, () -> socket.getInputStream().read(), "a reset");
        assertTrue(reset.getMessage().contains("reset"), reset::getMessage);
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    String remoteHost() {
        return socket.getInetAddress().getHostAddress();
    }

    int remotePort() {
        return socket.getPort();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
