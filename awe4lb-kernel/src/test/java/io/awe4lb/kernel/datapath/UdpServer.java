package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A backend of UDP that a test plays by hand. Every wait has a deadline. */
final class UdpServer implements AutoCloseable {

    private static final int LARGEST = 65_535;

    private final DatagramSocket socket;
    private final String host;

    UdpServer() throws IOException {
        this(0);
    }

    UdpServer(int port) throws IOException {
        this("127.0.0.1", port);
    }

    UdpServer(String host, int port) throws IOException {
        this.host = host;
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(host), port));
        socket.setSoTimeout(Peer.DEADLINE);
    }

    /** A port that nobody listens on, for as long as nobody takes it. */
    static BackendSpec refusing() throws IOException {
        try (UdpServer gone = new UdpServer()) {
            return gone.spec();
        }
    }

    /** What came, and where an answer goes: a session has a port of its own. */
    record Question(byte[] bytes, SocketAddress from) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    Question receives() throws IOException {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        return new Question(Arrays.copyOf(packet.getData(), packet.getLength()), packet.getSocketAddress());
    }

    Question receives(String text) throws IOException {
        Question question = receives();
        assertEquals(text, question.text());
        return question;
    }

    void answers(Question question, String text) throws IOException {
        answers(question, text.getBytes(StandardCharsets.UTF_8));
    }

    void answers(Question question, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, question.from()));
    }

    /** From now on its machine says that nobody is there. */
    void dies() {
        socket.close();
    }

    int port() {
        return socket.getLocalPort();
    }

    BackendSpec spec() {
        return BackendSpec.of(new Address.Inet(host, port()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
