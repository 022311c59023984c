package io.awe4lb.bench;

import io.awe4lb.kernel.admission.AccessBenchmark;
import io.awe4lb.kernel.net.BufferPoolBenchmark;
import io.awe4lb.kernel.net.MessageBenchmark;
import io.awe4lb.kernel.net.TimerWheelBenchmark;
import io.awe4lb.kernel.pool.LeaseBenchmark;
import io.awe4lb.kernel.pool.MembersBenchmark;
import io.awe4lb.kernel.pool.PickBenchmark;
import io.awe4lb.kernel.udp.SessionTableBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The command line: prints a Markdown table, a row as soon as its benchmark is through, and ends with 1 when a promise is broken. */
public final class Main {

    private static final List<Class<?>> BENCHMARKS =
            List.of(PickBenchmark.class, LeaseBenchmark.class, TimerWheelBenchmark.class, BufferPoolBenchmark.class,
                    SessionTableBenchmark.class, AccessBenchmark.class, MessageBenchmark.class, MembersBenchmark.class);

    /** Those of bin/awe4lb that change the size or the making of objects, and a heap that is the same on every machine. */
    private static final String[] JVM_OPTIONS = {
        "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms256m", "-Xmx256m", "--sun-misc-unsafe-memory-access=allow"
    };

    private Main() {}

    /**
     * Measures.
     *
     * @param arguments {@code full}, or {@code quick}: one size instead of three, and less time for each
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        boolean quick = List.of(arguments).contains("quick");
        List<Row> broken = new ArrayList<>();
        double own = Row.bytesAnIteration(new Runner(options(NothingBenchmark.class, quick).build()).runSingle());
        System.out.println(Row.heading());
        for (Class<?> benchmark : BENCHMARKS) {
            for (var result : new Runner(options(benchmark, quick).build()).run()) {
                Row row = Row.of(result, own);
                System.out.println(row);
                if (!row.keepsItsPromise()) {
                    broken.add(row);
                }
            }
        }
        broken.forEach(row -> System.out.printf("%nBroken: %s allocates %.2f bytes, not %d at most.%n", row.what(), row.bytes(),
                row.promised().orElseThrow()));
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private static ChainedOptionsBuilder options(Class<?> benchmark, boolean quick) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(quick ? 2 : 3)
                .warmupTime(TimeValue.milliseconds(quick ? 200 : 500))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 100 : 500))
                .jvmArgs(JVM_OPTIONS)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        return quick ? options.param("backends", "100") : options;
    }
}
