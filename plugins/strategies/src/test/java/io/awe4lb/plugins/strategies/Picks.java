package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Strategy;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Asks a strategy again and again. */
final class Picks {

    static final Client ANYBODY = Client.of(InetAddress.ofLiteral("192.0.2.1"), 40_000);

    private Picks() {}

    /** The ids picked, for example {@code a a b a c a a}. */
    static String inARow(int count, Strategy strategy, Candidates candidates) {
        return Stream.generate(() -> id(strategy.pick(candidates, ANYBODY))).limit(count).collect(Collectors.joining(" "));
    }

    static Map<String, Integer> counted(int count, Strategy strategy, Candidates candidates) {
        var counts = new TreeMap<String, Integer>();
        IntStream.range(0, count).forEach(_ -> counts.merge(id(strategy.pick(candidates, ANYBODY)), 1, Integer::sum));
        return counts;
    }

    static Strategy prepared(Strategy strategy, Collection<? extends Backend> all) {
        return strategy.prepare(Candidates.of(all));
    }

    static LongSupplier seeded(long seed) {
        System.out.println("seed " + seed);
        return new SplittableRandom(seed)::nextLong;
    }

    /** Pearson's statistic of counts against expected shares; compare it with a quantile of the chi-square distribution. */
    static double chiSquare(Map<String, Integer> counts, Map<String, Double> shares) {
        double total = counts.values().stream().mapToInt(Integer::intValue).sum();
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        return shares.entrySet().stream().mapToDouble(share -> {
            double expected = total * share.getValue() / sum;
            double off = counts.getOrDefault(share.getKey(), 0) - expected;
            return off * off / expected;
        }).sum();
    }

    private static String id(Backend backend) {
        return backend == null ? "none" : backend.id();
    }
}
