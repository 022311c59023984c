package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Candidates;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A backend whose connections a test counts by hand. Compared by identity, as the kernel's are. */
final class TestBackend implements Backend {

    private final String id;
    private final int weight;
    private final int priority;
    private final AtomicInteger active = new AtomicInteger();
    private int most;
    private long bytes;
    private Runnable meanwhile = () -> {};

    private TestBackend(String id, int weight, int priority) {
        this.id = id;
        this.weight = weight;
        this.priority = priority;
    }

    /** With weight and priority as they are when the configuration states none. */
    static TestBackend named(String id) {
        return weighing(id, BackendSpec.DEFAULT_WEIGHT);
    }

    static TestBackend weighing(String id, int weight) {
        return new TestBackend(id, weight, BackendSpec.DEFAULT_PRIORITY);
    }

    TestBackend at(int otherPriority) {
        return new TestBackend(id, weight, otherPriority);
    }

    TestBackend with(int connections) {
        active.set(connections);
        return this;
    }

    TestBackend limitedTo(int connections) {
        most = connections;
        return this;
    }

    /** Lets something else happen each time that a strategy looks at this one. */
    void meanwhile(Runnable happens) {
        meanwhile = happens;
    }

    void opens() {
        active.incrementAndGet();
    }

    void closes() {
        active.decrementAndGet();
    }

    void moves(long more) {
        bytes += more;
    }

    /** {@code a}, {@code b}, … with these weights. */
    static List<TestBackend> weights(int... weights) {
        return IntStream.range(0, weights.length).mapToObj(i -> weighing(Character.toString('a' + i), weights[i])).toList();
    }

    static Candidates candidates(TestBackend... backends) {
        return Candidates.of(Arrays.asList(backends));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int priority() {
        meanwhile.run();
        return priority;
    }

    @Override
    public int activeConnections() {
        return active.get();
    }

    @Override
    public int maxConnections() {
        return most;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return id;
    }
}
