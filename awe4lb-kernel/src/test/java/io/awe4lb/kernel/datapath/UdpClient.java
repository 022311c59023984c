package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client of UDP with a port of its own. Every wait has a deadline. */
final class UdpClient implements AutoCloseable {

    private static final int LARGEST = 65_535;

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    private UdpClient(DatagramSocket socket, InetSocketAddress server) throws IOException {
        this.socket = socket;
        this.server = server;
        socket.setSoTimeout(Peer.DEADLINE);
    }

    /** On loopback, where a listener on every address is asked at 127.0.0.1. */
    static UdpClient of(SocketAddress listener) throws IOException {
        InetSocketAddress at = (InetSocketAddress) listener;
        return at(at.getAddress().isAnyLocalAddress() ? new InetSocketAddress("127.0.0.1", at.getPort()) : at);
    }

    static UdpClient at(InetSocketAddress server) throws IOException {
        return new UdpClient(
                new DatagramSocket(0, InetAddress.getByName(server.getAddress().getAddress().length == 4 ? "127.0.0.1" : "::1")),
                server);
    }

    void sends(String text) throws IOException {
        sends(text.getBytes(StandardCharsets.UTF_8));
    }

    void sends(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, server));
    }

    /** Also checks that it comes from where the client had sent to. */
    void receives(String text) throws IOException {
        assertEquals(text, new String(receives(), StandardCharsets.UTF_8));
    }

    byte[] receives() throws IOException {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        socket.receive(packet);
        assertEquals(server, packet.getSocketAddress(), "where the answer comes from");
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
