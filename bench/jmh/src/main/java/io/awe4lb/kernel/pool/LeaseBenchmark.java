package io.awe4lb.kernel.pool;

import io.awe4lb.bench.Allocates;
import io.awe4lb.spi.Client;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A connection ends and another begins, while {@value #OPEN} are open: nobody is full, nothing was tried. */
@State(Scope.Thread)
public class LeaseBenchmark {

    /** Held for so long, a lease is a real object, and not one that the compiler does away with. A power of two. */
    private static final int OPEN = 256;

    /** How many. */
    @Param("100")
    public int backends;

    private Members members;
    private Client[] clients;
    private final Lease[] open = new Lease[OPEN];
    private int next;

    /** Once a fork. */
    @Setup
    public void prepare() {
        members = Members.of(BenchmarkPool.backends(backends), BenchmarkPool.strategy("round-robin"));
        clients = BenchmarkPool.clients();
        for (int i = 0; i < OPEN; i++) {
            open[i] = members.lease(clients[i], List.of());
        }
    }

    /** A lease is the one object: a header of 8 bytes, a reference and a boolean, rounded up. */
    @Benchmark
    @Allocates(bytes = 16)
    public void leaseAndClose() {
        int slot = next++ & OPEN - 1;
        open[slot].close();
        open[slot] = members.lease(clients[slot], List.of());
    }
}
