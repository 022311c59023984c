package io.awe4lb.kernel.net;

import io.awe4lb.bench.Allocates;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A peer is behind for a moment: what it would not take is copied, and given back once it is gone. One size of each shelf. */
@State(Scope.Thread)
public class BufferPoolBenchmark {

    /** Bytes left over. */
    @Param({"100", "10000", "65536"})
    public int length;

    /** Never closed: JMH would count what that allocates. The end of the fork frees it. */
    private final BufferPool pool = new BufferPool();
    private ByteBuffer source;

    /** Once a fork. */
    @Setup
    public void prepare() {
        source = ByteBuffer.allocateDirect(length);
    }

    /** @return for JMH, so that it is not left out */
    @Benchmark
    @Allocates(bytes = 0)
    public int copyAndGiveBack() {
        BufferPool.Loan loan = pool.copy(source.rewind());
        int copied = loan.bytes().remaining();
        pool.giveBack(loan);
        return copied;
    }
}
