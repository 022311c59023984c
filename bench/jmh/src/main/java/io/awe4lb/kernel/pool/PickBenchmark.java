package io.awe4lb.kernel.pool;

import io.awe4lb.bench.Allocates;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A strategy's choice for one new connection, among all that it was prepared for, each time for another client. */
@State(Scope.Thread)
public class PickBenchmark {

    /** Word of the configuration. */
    @Param({"weight", "random", "round-robin", "sticky", "maglev", "least-connections", "least-bandwidth", "p2c", "first"})
    public String strategy = "";

    /** How many. */
    @Param({"3", "100", "5000"})
    public int backends;

    private Candidates candidates;
    private Strategy prepared;
    private Client[] clients;
    private int next;

    /** Once a fork. */
    @Setup
    public void prepare() {
        candidates = Candidates.of(BenchmarkPool.backends(backends));
        prepared = BenchmarkPool.strategy(strategy).prepare(candidates);
        clients = BenchmarkPool.clients();
    }

    /** @return for JMH, so that it is not left out */
    @Benchmark
    @Allocates(bytes = 0)
    public Backend pick() {
        return prepared.pick(candidates, clients[next++ & clients.length - 1]);
    }
}
