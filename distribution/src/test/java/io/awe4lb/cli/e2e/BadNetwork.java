package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A way for datagrams on which some are lost, some come twice and many come in another order. In both directions. */
final class BadNetwork implements AutoCloseable {

    private static final double LOSS = 0.06;
    private static final double TWICE = 0.05;
    private static final int MOST_DELAY_MILLIS = 20;

    private final DatagramSocket front;
    private final SocketAddress target;
    private final Random random;
    private final Map<SocketAddress, DatagramSocket> ways = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger lost = new AtomicInteger();

    /** @param seed of the chances */
    BadNetwork(SocketAddress target, int seed) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        this.front = new DatagramSocket(0, InetAddress.getByName("127.0.2.1"));
        Thread.ofVirtual().start(() -> forward(front, packet -> new Hop(way(packet.getSocketAddress()), target)));
    }

    private record Hop(DatagramSocket from, SocketAddress to) {}

    private interface Route {
        Hop of(DatagramPacket packet);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) front.getLocalSocketAddress();
    }

    /** How many datagrams it has lost so far. */
    int lost() {
        return lost.get();
    }

    private DatagramSocket way(SocketAddress client) {
        return ways.computeIfAbsent(client, _ -> {
            try {
                DatagramSocket way = new DatagramSocket(0, InetAddress.getByName("127.0.2.1"));
                Thread.ofVirtual().start(() -> forward(way, _ -> new Hop(front, client)));
                return way;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private void forward(DatagramSocket from, Route route) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
                from.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                Hop hop = route.of(packet);
                chances(() -> send(hop, bytes));
            }
        } catch (IOException _) { // closed
            return;
        }
    }

    private synchronized void chances(Runnable send) {
        if (random.nextDouble() < LOSS) {
            lost.incrementAndGet();
            return;
        }
        for (int copies = random.nextDouble() < TWICE ? 2 : 1; copies > 0; copies--) {
            later.schedule(send, random.nextInt(MOST_DELAY_MILLIS), TimeUnit.MILLISECONDS);
        }
    }

    private static void send(Hop hop, byte[] bytes) {
        try {
            hop.from().send(new DatagramPacket(bytes, bytes.length, hop.to()));
        } catch (IOException _) { // the test is over
            return;
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        front.close();
        ways.values().forEach(DatagramSocket::close);
    }
}
