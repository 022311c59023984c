package io.awe4lb.kernel.pool;

import io.awe4lb.spi.Strategy;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a change of one backend's health costs: the next snapshot of the pool, with the strategy prepared for it, put behind the reference
 * that loops read. The control thread does it, so it may allocate.
 */
@State(Scope.Thread)
public class MembersBenchmark {

    /** Word of the configuration. */
    @Param({"weight", "random", "round-robin", "sticky", "maglev", "least-connections", "least-bandwidth", "p2c", "first"})
    public String strategy = "";

    /** How many. */
    @Param("5000")
    public int backends;

    private List<PoolBackend> all;
    private Strategy made;
    /** Read by JMH alone. */
    public volatile Members members;

    /** Once a fork. */
    @Setup
    public void prepare() {
        all = BenchmarkPool.backends(backends);
        made = BenchmarkPool.strategy(strategy);
    }

    /** The whole of it. */
    @Benchmark
    public void swap() {
        members = Members.of(all, made);
    }
}
