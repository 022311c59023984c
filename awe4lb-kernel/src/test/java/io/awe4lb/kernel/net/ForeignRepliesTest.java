package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers to redirected clients, where the system believes that this process may have any address. */
class ForeignRepliesTest {

    private static final int DEADLINE_MILLIS = 10_000;
    private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.1");
    /** Where clients wanted to go. */
    private static final InetAddress PLACE = InetAddress.ofLiteral("127.0.0.2");

    private final Set<Integer> transparent = ConcurrentHashMap.newKeySet();
    private final Transport transport = LinuxTransport.open(Permitting::new);
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Datagrams> sent = new ArrayList<>();
    private final AtomicReference<Runnable> next = new AtomicReference<>(() -> {});
    private OnALoop loop;
    private DatagramServer server;
    /** Whoever serves there. */
    private java.net.DatagramSocket there;

    /** Lets sockets have any address, and remembers which wanted to. */
    private final class Permitting extends LibC {

        @Override
        int setsockopt(int fd, int level, int name, long value, int length) {
            boolean asks = level == LinuxConstants.IPPROTO_IP && name == LinuxConstants.IP_TRANSPARENT;
            return asks && transparent.add(fd) ? 0 : super.setsockopt(fd, level, name, value, length);
        }

        @Override
        int close(int fd) {
            transparent.remove(fd);
            return super.close(fd);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        loop = new OnALoop(transport);
        server = transport.bindDatagrams(new InetSocketAddress(CLIENT, 0),
                new DatagramOptions(DatagramOptions.LARGEST, 0, false, 0, Optional.empty()), false);
        loop.serves(server, new Quiet());
        there = new java.net.DatagramSocket(null);
        there.setReuseAddress(true);
        there.bind(new InetSocketAddress(PLACE, 0));
        there.setSoTimeout(DEADLINE_MILLIS);
    }

    @AfterEach
    void end() {
        loop.close();
        there.close();
    }

    private static java.net.DatagramSocket client() throws IOException {
        var socket = new java.net.DatagramSocket(0, CLIENT);
        socket.setSoTimeout(DEADLINE_MILLIS);
        return socket;
    }

    private DatagramPeer redirected(java.net.DatagramSocket client, int port) {
        Datagrams datagrams = Arrived.from(0xFFFF_7F00_0001L, client.getLocalPort());
        datagrams.localLow = 0xFFFF_7F00_0002L;
        datagrams.localPort = port;
        return datagrams.peer();
    }

    private void answers(DatagramPeer peer, int count) throws Exception {
        inARound(() -> server.reply(peer, answer(count)));
    }

    /** Stays where it is until it is sent. */
    private Datagrams answer(int count) {
        Datagrams made = Arrived.from(0, 0, count * 10, 10);
        sent.add(made);
        return made;
    }

    /** While the loop looks what has come: at the end of that, answers are sent. */
    private void inARound(Runnable step) throws Exception {
        var done = new CompletableFuture<Void>();
        next.set(() -> {
            step.run();
            done.complete(null);
        });
        there.send(new DatagramPacket(new byte[1], 1, server.address()));
        done.get(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String receives(java.net.DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return packet.getLength() + " from " + packet.getAddress().getHostAddress() + ":" + packet.getPort();
    }

    @Test
    void anAnswerLeavesFromWhereTheClientWantedToGo() throws Exception {
        try (var one = client(); var other = client()) {
            DatagramPeer first = redirected(one, there.getLocalPort());
            DatagramPeer second = redirected(other, there.getLocalPort());
            answers(first, 1);
            answers(second, 3);
            String expected = "10 from 127.0.0.2:" + there.getLocalPort();
            assertEquals(expected, receives(one));
            for (int i = 0; i < 3; i++) {
                assertEquals(expected, receives(other));
            }
            assertEquals(1, transparent.size(), "sockets for one place");
        }
    }

    @Test
    void whatOthersSendThereStaysTheirs() throws Exception {
        try (var one = client(); var other = client()) {
            answers(redirected(one, there.getLocalPort()), 1);
            receives(one);
            other.send(new DatagramPacket(new byte[7], 7, PLACE, there.getLocalPort()));
            assertEquals("7 from 127.0.0.1:" + other.getLocalPort(), receives(there));
        }
    }

    @Test
    void theSocketIsClosedWithItsLastClientAndWhatWaitsIsSentBefore() throws Exception {
        try (var one = client(); var other = client()) {
            DatagramPeer first = redirected(one, there.getLocalPort());
            DatagramPeer second = redirected(other, there.getLocalPort());
            answers(first, 1);
            answers(second, 1);
            inARound(() -> server.forget(first));
            inARound(() -> server.forget(first));
            assertEquals(1, transparent.size(), "one client is left");
            inARound(() -> {
                server.reply(second, answer(1));
                server.forget(second);
            });
            assertEquals(Set.of(), transparent);
            receives(other);
            receives(other);
            answers(first, 1);
            receives(one);
            receives(one);
            assertEquals(1, transparent.size(), "one that comes again");
        }
    }

    @Test
    void whoWantedThisPortIsAnsweredByTheSocketItself() throws Exception {
        try (var one = client()) {
            answers(redirected(one, server.address().getPort()), 1);
            assertEquals("10 from 127.0.0.2:" + server.address().getPort(), receives(one));
            assertEquals(Set.of(), transparent);
        }
    }

    @Test
    void anAnswerThatCannotLeaveFromThereIsToldAndCounted() throws Exception {
        try (var taken = new java.net.DatagramSocket(0, PLACE); var one = client()) { // does not share its port
            answers(redirected(one, taken.getLocalPort()), 3);
            assertEquals(2, failures.size());
            assertTrue(failures.getFirst().contains("Address already in use"), failures::toString);
            assertEquals("3 unsent", failures.getLast());
            assertEquals(Set.of(), transparent);
        }
    }

    private final class Quiet implements DatagramServerHandler {

        @Override
        public void onDatagrams(Datagrams datagrams) {
            next.getAndSet(() -> failures.add("nobody asks")).run();
        }

        @Override
        public void onTooLarge(int count) {
            failures.add("nobody asks");
        }

        @Override
        public void onUnsent(int count) {
            failures.add(count + " unsent");
        }

        @Override
        public void onReadFailed(IOException failure) {
            failures.add(failure.toString());
        }

        @Override
        public void onReplyFailed(IOException failure) {
            failures.add(failure.toString());
        }

        @Override
        public void onBug(Throwable bug) {
            failures.add(bug.toString());
        }
    }
}
