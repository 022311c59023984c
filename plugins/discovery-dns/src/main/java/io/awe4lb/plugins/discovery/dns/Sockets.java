package io.awe4lb.plugins.discovery.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/**
 * Carries questions on the thread that asks, a socket and a random port each. The library's own way has a selector thread and a shutdown hook
 * for all, which outlive every plugin that is unloaded. An interrupt ends a virtual thread's wait.
 */
final class Sockets implements IoClientFactory, UdpIoClient, TcpIoClient {

    private static final int ID_LENGTH = 2;

    @Override
    public UdpIoClient createOrGetUdpClient() {
        return this;
    }

    @Override
    public TcpIoClient createOrGetTcpClient() {
        return this;
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveUdp(
            InetSocketAddress local, InetSocketAddress server, Message question, byte[] bytes, int longest, Duration timeout) {
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(bytes, bytes.length));
            return CompletableFuture.completedFuture(receive(socket, bytes, longest, System.nanoTime() + timeout.toNanos()));
        } catch (IOException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** What has another id is late, or made up by somebody who guesses. */
    private static byte[] receive(DatagramSocket socket, byte[] question, int longest, long deadline) throws IOException {
        var packet = new DatagramPacket(new byte[longest], longest);
        do {
            socket.setSoTimeout(millisUntil(deadline));
            socket.receive(packet);
        } while (packet.getLength() < ID_LENGTH || !Arrays.equals(packet.getData(), 0, ID_LENGTH, question, 0, ID_LENGTH));
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** RFC 1035, section 4.2.2. */
    @Override
    public CompletableFuture<byte[]> sendAndReceiveTcp(
            InetSocketAddress local, InetSocketAddress server, Message question, byte[] bytes, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, millisUntil(deadline));
            socket.setSoTimeout(millisUntil(deadline));
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(Short.BYTES + bytes.length).putShort((short) bytes.length).put(bytes).array());
            var in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return CompletableFuture.completedFuture(answer);
        } catch (IOException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static int millisUntil(long deadline) throws SocketTimeoutException {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("no time left");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
