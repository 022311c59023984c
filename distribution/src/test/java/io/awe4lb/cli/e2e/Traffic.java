package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Clients of a backend that echoes, which count what they send and get. */
final class Traffic {

    private static final int THREADS = 8;
    private static final int LARGEST = 40_000;

    private final InetSocketAddress address;
    private final AtomicInteger left;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    private Traffic(InetSocketAddress address, int connections) {
        this.address = address;
        this.left = new AtomicInteger(connections);
    }

    /** Returns when all of them have seen their end. */
    static Traffic of(InetSocketAddress address, int connections, long seed) throws Exception {
        var traffic = new Traffic(address, connections);
        List<Background> clients = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            var random = new Random(seed + i);
            clients.add(Background.begin(() -> traffic.work(random)));
        }
        for (Background client : clients) {
            client.completes();
        }
        return traffic;
    }

    private void work(Random random) throws Exception {
        while (left.getAndDecrement() > 0) {
            try (Peer client = Peer.connect(address)) {
                int greeting = client.line().length() + 1;
                byte[] bytes = new byte[random.nextInt(LARGEST)];
                random.nextBytes(bytes);
                Background sending = Background.begin(() -> {
                    client.output().write(bytes);
                    client.halfCloses();
                });
                int echo = client.input().readAllBytes().length;
                sending.completes();
                assertEquals(bytes.length, echo);
                sent.addAndGet(bytes.length);
                received.addAndGet(greeting + (long) echo);
            }
        }
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }
}
