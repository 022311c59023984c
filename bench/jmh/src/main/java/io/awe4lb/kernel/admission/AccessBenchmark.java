package io.awe4lb.kernel.admission;

import io.awe4lb.bench.Allocates;
import io.awe4lb.kernel.config.Network;
import java.io.IOException;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Access rules with long lists of single addresses. */
@State(Scope.Thread)
@Fork(jvmArgsAppend = "-Xmx512m") // a list is refused where the heap has no room for what is sorted on the way
public class AccessBenchmark {

    private static final int ADDRESS_BITS = 128;
    private static final long IPV4_MAPPED = 0xFFFFL << Integer.SIZE;
    /** A power of two. */
    private static final int ASKED = 1 << 20;

    /** In the lists. */
    @Param({"1000", "2000000"})
    int networks;

    /** Of the addresses. */
    @Param({"4", "6"})
    int version;

    private RuleTable table;
    private long[] highs;
    private long[] lows;
    private int next;

    /** Once a fork. */
    @Setup
    public void prepare() throws IOException {
        var random = new Random(version);
        var builder = new RuleTable.Builder(HeapRoom.ofThisProcess());
        for (int i = 0; i < networks; i++) {
            builder.add(new Network(high(random), low(random), ADDRESS_BITS), i & 1);
        }
        table = builder.build();
        highs = random.longs(ASKED).map(_ -> high(random)).toArray();
        lows = random.longs(ASKED).map(_ -> low(random)).toArray();
    }

    private long high(Random random) {
        return version == 4 ? 0 : 0x2000L << 48 | random.nextLong() >>> 3;
    }

    private long low(Random random) {
        return version == 4 ? IPV4_MAPPED | random.nextInt() & 0xFFFFFFFFL : random.nextLong();
    }

    /** @return for JMH, so that it is not left out */
    @Benchmark
    @Allocates(bytes = 0)
    public int rule() {
        next = next + 7919 & ASKED - 1;
        return table.rule(highs[next], lows[next]);
    }
}
