package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Many short connections, several at a time. Each hears who serves it, sends a line, gets it back and ends. What went wrong is kept, and
 * who served is counted.
 */
final class Load {

    private final InetSocketAddress address;
    private final Map<String, Integer> served = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();
    private final ReentrantReadWriteLock beginning = new ReentrantReadWriteLock(true);
    private final List<Thread> threads = new ArrayList<>();

    private Load(InetSocketAddress address) {
        this.address = address;
    }

    /** Counts who serves: connections one after another in each thread. */
    static Map<String, Integer> spread(InetSocketAddress address, int connections, int threads) throws InterruptedException {
        return begin(address, connections, threads).completed();
    }

    /** Begins and returns while it goes on. */
    static Load begin(InetSocketAddress address, int connections, int threads) {
        var load = new Load(address);
        load.left.set(connections);
        for (int i = 0; i < threads; i++) {
            load.threads.add(Thread.ofVirtual().name("client-" + i).start(load::work));
        }
        return load;
    }

    private void work() {
        for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
            try {
                converse("line " + number + "\n");
            } catch (IOException | AssertionError failure) {
                failures.add(failure);
            }
        }
    }

    private void converse(String line) throws IOException {
        String name;
        Peer client;
        beginning.readLock().lock();
        try {
            client = Peer.connect(address);
            name = client.line();
        } finally {
            beginning.readLock().unlock();
        }
        try (client) {
            client.sends(line);
            client.receives(line);
            client.halfCloses();
            client.seesEnd();
        }
        served.merge(name, 1, Integer::sum);
    }

    /**
     * Does something while nobody waits for a first word, but conversations go on. A connection that stands in a backend's queue, connected
     * but not accepted, is reset by the system when the backend stops listening; no balancer can make up for it, because its bytes are gone.
     */
    void betweenBeginnings(Background.Action action) throws Exception {
        beginning.writeLock().lock();
        try {
            action.act();
        } finally {
            beginning.writeLock().unlock();
        }
    }

    int served(String name) {
        return served.getOrDefault(name, 0);
    }

    /** Waits for more connections to be served by somebody, to be sure that the load goes on. */
    void servesMore(int connections) throws Exception {
        int goal = left.get() - connections;
        Eventually.until(connections + " more connections", () -> left.get() <= goal);
        if (goal <= 0) {
            throw new AssertionError("the load was over too early: begin with more connections");
        }
    }

    /** Waits for the rest. Every one of them has to have been served. */
    Map<String, Integer> completed() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " clients failed, one of them so", failures.peek());
        }
        return Map.copyOf(served);
    }
}
