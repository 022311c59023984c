package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** A client of UDP with a port of its own. Every wait has a deadline. */
final class Asker implements AutoCloseable {

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    Asker(String source, InetSocketAddress server) throws IOException {
        this.server = server;
        socket = new DatagramSocket(new InetSocketAddress(source, 0));
        socket.setSoTimeout((int) Eventually.DEADLINE.toMillis());
    }

    /** Its own, as it is shown. */
    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    /** Asks, and says what the answer is. */
    String asks(String question) throws IOException {
        sends(question);
        var packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    void sends(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    @Override
    public void close() {
        socket.close();
    }
}
