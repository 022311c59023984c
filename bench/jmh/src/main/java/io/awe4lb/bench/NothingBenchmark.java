package io.awe4lb.bench;

import org.openjdk.jmh.annotations.Benchmark;

/** Measures JMH itself: what it allocates around an iteration, about 5 kB, is taken off all others. */
public class NothingBenchmark {

    /** Does nothing. */
    @Benchmark
    public void nothing() {}
}
