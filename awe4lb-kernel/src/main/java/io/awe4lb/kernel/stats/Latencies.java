package io.awe4lb.kernel.stats;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How long connects took in the last {@value #SECONDS} seconds: of each listener, each backend, each pool as the sum of its backends, and all
 * backends together. Somebody samples the counters each second; whoever asks gets what is known. Any thread.
 *
 * <p>One second alone has too few connects to tell a percentile from chance. What was quiet for that long keeps nothing but what it counted
 * last, 136 bytes; what was not, a kilobyte.
 */
public final class Latencies {

    /** Samples that are looked at. */
    public static final int SECONDS = 10;

    private final Map<Subject, Window> windows = new HashMap<>();
    private Map<Subject, Latency> latest = Map.of();
    private long sample;

    /** Nothing is known yet. */
    public Latencies() {
        // until the first sample
    }

    /** Takes what something counts now. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Takes it.
         *
         * @param subject a listener or a backend
         * @param connections that it counts: where they are as before, its durations are, too
         * @param durations in {@link Buckets#CONNECT}; not asked for where nothing has changed
         */
        void take(Subject subject, long connections, Supplier<DurationStats> durations);
    }

    /** What one thing counted, and what of it is new in each of the last seconds. */
    private static final class Window {

        private final long[][] seconds = new long[SECONDS][];
        private long connections = -1;
        private long[] counted = {};
        private long seen;

        /** @return false where the counters have begun anew, or are seen for the first time */
        boolean count(long second, long[] now) {
            long[] before = counted;
            counted = now;
            if (before.length == 0) {
                return false;
            }
            long[] came = new long[now.length];
            for (int i = 0; i < now.length; i++) {
                came[i] = now[i] - before[i];
                if (came[i] < 0) {
                    return false;
                }
            }
            seconds[place(second)] = came;
            return true;
        }

        void addTo(long[] sum) {
            for (long[] second : seconds) {
                for (int i = 0; second != null && i < second.length; i++) {
                    sum[i] += second[i];
                }
            }
        }

        private static int place(long second) {
            return (int) (second % SECONDS);
        }
    }

    /**
     * Looks at the counters, once a second. The first sample of a thing tells where counting begins.
     *
     * @param source tells of each listener and each backend what it counts now; what it does not tell of is gone
     */
    public synchronized void sample(Consumer<Taker> source) {
        sample++;
        source.accept(this::take);
        windows.values().removeIf(window -> window.seen != sample);
        Map<Subject, long[]> sums = new HashMap<>();
        windows.forEach((subject, window) -> {
            window.addTo(sums.computeIfAbsent(subject, _ -> nothing()));
            if (!subject.pool().isEmpty()) {
                window.addTo(sums.computeIfAbsent(Subject.pool(subject.pool()), _ -> nothing()));
                window.addTo(sums.computeIfAbsent(Subject.NONE, _ -> nothing()));
            }
        });
        Map<Subject, Latency> found = new HashMap<>();
        sums.forEach((subject, sum) -> found.put(subject, Latency.of(sum)));
        latest = found;
    }

    private static long[] nothing() {
        return new long[Buckets.CONNECT.count()];
    }

    private void take(Subject subject, long connections, Supplier<DurationStats> durations) {
        Window window = windows.computeIfAbsent(subject, _ -> new Window());
        window.seen = sample;
        window.seconds[Window.place(sample)] = null;
        if (window.connections != connections) {
            window.connections = connections;
            if (!window.count(sample, durations.get().counts())) {
                Arrays.fill(window.seconds, null);
            }
        }
    }

    /** Nobody samples any more: forgets everything. */
    public synchronized void clear() {
        windows.clear();
        latest = Map.of();
    }

    /**
     * How long connects took lately.
     *
     * @param subject a listener, a pool, a backend, or {@link Subject#NONE} for all backends
     * @return {@link Latency#NONE} where there was none
     */
    public synchronized Latency now(Subject subject) {
        return latest.getOrDefault(subject, Latency.NONE);
    }
}
