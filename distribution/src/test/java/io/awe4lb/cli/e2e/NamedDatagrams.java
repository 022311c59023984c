package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** A backend of UDP that answers every datagram with its name, and the question {@value #CHECK} with how it does. */
final class NamedDatagrams implements AutoCloseable {

    static final String CHECK = "well?";
    static final String WELL = "yes";

    private final String name;
    private final DatagramSocket socket;
    private volatile boolean isWell = true;

    NamedDatagrams(String name) throws IOException {
        this.name = name;
        socket = new DatagramSocket(new InetSocketAddress("127.0.1.1", 0));
        Thread.ofPlatform().daemon().name(name).start(this::serve);
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[2048], 2048);
        while (!socket.isClosed()) {
            try {
                packet.setLength(2048);
                socket.receive(packet);
                byte[] answer = answer(new String(packet.getData(), 0, packet.getLength(), UTF_8)).getBytes(UTF_8);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException failure) {
                if (!socket.isClosed()) {
                    throw new AssertionError(name + " cannot serve", failure);
                }
            }
        }
    }

    private String answer(String question) {
        if (question.equals(CHECK)) {
            return isWell ? WELL : "no";
        }
        return name;
    }

    /** Its checks fail from now on; it goes on serving. */
    void fallsIll() {
        isWell = false;
    }

    void recovers() {
        isWell = true;
    }

    /** Its address, as it is written in a configuration. */
    @Override
    public String toString() {
        return "127.0.1.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
