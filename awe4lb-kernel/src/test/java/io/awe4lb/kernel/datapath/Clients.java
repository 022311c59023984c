package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.Eventually;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients that come and go through a balancer, one word a connection, until this is closed; none of them may fail. */
final class Clients implements AutoCloseable {

    private static final int AT_ONCE = 4;

    private final AtomicInteger served = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads;
    private volatile boolean closing;

    Clients(SocketAddress address, Listening backend) {
        Thread.ofVirtual().start(() -> echo(backend));
        threads = IntStream.range(0, AT_ONCE).mapToObj(_ -> Thread.ofPlatform().start(() -> comeAndGo(address))).toList();
        awaitMore(AT_ONCE);
    }

    /** Waits until some more were served. */
    void awaitMore(int count) {
        int before = served.get();
        Eventually.is(true, () -> served.get() >= before + count || !failures.isEmpty(), () -> "clients served");
        assertEquals(List.of(), failures);
    }

    private void comeAndGo(SocketAddress address) {
        while (!closing && failures.isEmpty()) {
            try (Peer client = Peer.connect(address)) {
                client.sends("ping");
                client.receives("ping");
                served.incrementAndGet();
            } catch (IOException | AssertionError failure) {
                failures.add(failure);
            }
        }
    }

    private void echo(Listening backend) {
        while (true) {
            try {
                Peer accepted = backend.accepts();
                Thread.ofVirtual().start(() -> echo(accepted));
            } catch (IOException _) { // closed: no more clients
                return;
            }
        }
    }

    private void echo(Peer accepted) {
        try (accepted) {
            accepted.input().transferTo(accepted.output());
        } catch (IOException failure) {
            if (!closing) {
                failures.add(failure);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        threads.forEach(thread -> Eventually.is(false, thread::isAlive, () -> "the last client is done"));
        assertEquals(List.of(), failures);
    }
}
