package io.awe4lb.kernel.udp;

import io.awe4lb.bench.Allocates;
import io.awe4lb.kernel.net.Came;
import io.awe4lb.kernel.net.DatagramPeer;
import io.awe4lb.kernel.net.Datagrams;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One bound socket's table with {@value #SESSIONS} sessions. */
@State(Scope.Thread)
public class SessionTableBenchmark {

    /** A power of two. */
    private static final int SESSIONS = 16_384;

    private final SessionTable<Known> table = new SessionTable<>();
    private Datagrams[] datagrams;
    private int next;

    private record Known(DatagramPeer peer) implements SessionTable.Member {}

    /** Once a fork. */
    @Setup
    public void prepare() {
        datagrams = IntStream.range(0, SESSIONS).mapToObj(port -> Came.from(port + 1)).toArray(Datagrams[]::new);
        for (Datagrams each : datagrams) {
            table.add(new Known(each.peer()));
        }
    }

    /** @return for JMH, so that it is not left out */
    @Benchmark
    @Allocates(bytes = 0)
    public Object find() {
        next = next + 7919 & SESSIONS - 1;
        return table.find(datagrams[next]);
    }
}
