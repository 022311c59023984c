package io.awe4lb.bench;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * One line of the table.
 *
 * @param what class and method of the benchmark, with its parameters
 * @param nanoseconds an operation, the mean of the iterations
 * @param error half the width of the 99.9 % confidence interval of it
 * @param bytes an operation, from the collector's profiler, without what JMH makes itself
 * @param promised at most so many bytes; empty when nothing is promised
 */
record Row(String what, double nanoseconds, double error, double bytes, OptionalInt promised) {

    /** Bytes an operation that count as none: a single object every 160 operations would be more. */
    private static final double NONE = 0.1;

    /** @param own of {@link #bytesAnIteration} of a benchmark that does nothing */
    static Row of(RunResult result, double own) {
        double iteration = Math.max(0, bytesAnIteration(result) - own);
        return new Row(
                name(result.getParams()),
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError(),
                iteration / operationsAnIteration(result),
                promise(result.getParams()));
    }

    /** What was allocated on all threads, for the benchmark or not; the mean of the iterations. */
    static double bytesAnIteration(RunResult result) {
        // each by itself: beside other work on the machine one iteration has far more operations than another
        return iterations(result)
                .mapToDouble(one -> one.getSecondaryResults().get("gc.alloc.rate.norm").getScore() * one.getMetadata().getAllOps())
                .average()
                .orElseThrow();
    }

    private static double operationsAnIteration(RunResult result) {
        return iterations(result).mapToLong(one -> one.getMetadata().getAllOps()).average().orElseThrow();
    }

    private static Stream<IterationResult> iterations(RunResult result) {
        return result.getBenchmarkResults().stream().flatMap(fork -> fork.getIterationResults().stream());
    }

    boolean keepsItsPromise() {
        return promised.isEmpty() || bytes <= promised.getAsInt() + NONE;
    }

    static String heading() {
        return """
                | operation | ns | ± | bytes | promised |
                | --- | ---: | ---: | ---: | ---: |""";
    }

    @Override
    public String toString() {
        String promise = promised.isEmpty() ? "–" : (keepsItsPromise() ? "" : "**broken** ") + promised.getAsInt();
        return "| %s | %.1f | %.1f | %s | %s |".formatted(what, nanoseconds, error, bytesText(), promise);
    }

    private String bytesText() {
        return bytes < NONE ? "0" : bytes < 1_000 ? "%.1f".formatted(bytes) : "%.0f".formatted(bytes);
    }

    private static String name(BenchmarkParams params) {
        String[] path = params.getBenchmark().split("\\.");
        String values = params.getParamsKeys().stream().map(key -> key + " " + params.getParam(key)).collect(Collectors.joining(", "));
        return path[path.length - 2] + "." + path[path.length - 1] + (values.isEmpty() ? "" : ": " + values);
    }

    private static OptionalInt promise(BenchmarkParams params) {
        int dot = params.getBenchmark().lastIndexOf('.');
        try {
            return Arrays.stream(Class.forName(params.getBenchmark().substring(0, dot)).getMethods())
                    .filter(method -> method.isAnnotationPresent(Benchmark.class))
                    .filter(method -> method.getName().equals(params.getBenchmark().substring(dot + 1)))
                    .filter(method -> method.isAnnotationPresent(Allocates.class))
                    .mapToInt(method -> method.getAnnotation(Allocates.class).bytes())
                    .findFirst();
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError("JMH has just run it", impossible);
        }
    }
}
