package io.awe4lb.kernel.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How much moves a second, how many are connected and how long connects take: of each listener, each backend, each pool, and all together,
 * for 15 minutes. What moves in a pool is the sum of its backends, what moves in all the sum of the listeners.
 * Somebody samples the counters each second; whoever asks gets what is known. Any thread.
 *
 * <p>What never had traffic has no rings. {@value #MOST_WITH_SECONDS} things have one of seconds and one of tens of seconds, 28 kB together;
 * what gets its first traffic after them has the latter alone, 2.5 kB, and after {@value #MOST_WITH_TENS} things none: so all of them are
 * never more than 33 MB. What is quiet for 15 minutes gives its place back.
 */
public final class Rates {

    /** Things whose seconds are kept. */
    public static final int MOST_WITH_SECONDS = 256;
    /** Things whose tens of seconds are kept. */
    public static final int MOST_WITH_TENS = 10_000;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** In the order in which they came: that is the order in which rings are given. */
    private final Map<Subject, RateSeries> all = new LinkedHashMap<>();
    private boolean begun;
    private long began;
    private long last;
    /** The second that was sampled last, counted from the first sample; and when that was. */
    private long second;
    private Instant end = Instant.EPOCH;
    private int withSeconds;
    private int withTens;

    /** Nothing is known yet. */
    public Rates() {
        // until the first sample
    }

    /**
     * Looks at the counters, once a second. What came since the last sample becomes a rate; after a pause, that of all its seconds. The
     * first sample, and the first of a thing that is new, tell where counting begins.
     *
     * @param time now
     * @param nanos now, by {@link System#nanoTime()}
     * @param source tells of each listener and each backend what it counts now; what it does not tell of is gone
     * @param gauges of each of them, of pools and of {@link Subject#NONE}: how it stands now
     */
    public synchronized void sample(Instant time, long nanos, Consumer<BiConsumer<Subject, Traffic>> source,
            Function<Subject, Gauges> gauges) {
        if (!begun || nanos - last > RateSeries.KEPT * SECOND) {
            clear();
            begun = true;
            began = nanos;
            last = nanos;
            end = time;
            source.accept((subject, traffic) -> series(subject).counts(traffic));
            return;
        }
        long next = (nanos - began) / SECOND;
        if (next > second) {
            source.accept((subject, traffic) -> count(subject, traffic, next));
            series(Subject.NONE).came(Traffic.NONE, next);
            all.entrySet().removeIf(entry -> isGone(entry.getValue(), next));
            all.forEach((subject, series) -> {
                series.stands(gauges.apply(subject));
                enter(subject, series, next, (double) (nanos - last) / SECOND);
            });
            second = next;
            last = nanos;
            end = time.minusNanos((nanos - began) % SECOND);
        }
    }

    private RateSeries series(Subject subject) {
        return all.computeIfAbsent(subject, _ -> new RateSeries());
    }

    private void count(Subject subject, Traffic traffic, long next) {
        RateSeries series = series(subject);
        Traffic came = series.counts(traffic);
        series.came(came, next);
        Subject whole = subject.pool().isEmpty() ? Subject.NONE : Subject.pool(subject.pool());
        series(whole).came(came, next);
    }

    private boolean isGone(RateSeries series, long next) {
        if (series.wasThere(next)) {
            return false;
        }
        giveBack(series);
        return true;
    }

    private void enter(Subject subject, RateSeries series, long next, double elapsed) {
        if (series.wantsRings() && (withTens < MOST_WITH_TENS || subject.equals(Subject.NONE))) {
            boolean everySecond = withSeconds < MOST_WITH_SECONDS || subject.equals(Subject.NONE);
            series.keep(everySecond);
            withTens++;
            withSeconds += everySecond ? 1 : 0;
        }
        series.enter(second + 1, next, elapsed);
        if (series.isQuiet(next)) {
            giveBack(series);
        }
    }

    private void giveBack(RateSeries series) {
        withSeconds -= series.hasSeconds() ? 1 : 0;
        withTens -= series.hasRings() ? 1 : 0;
        series.forget();
    }

    /** Nobody samples any more: forgets everything. */
    public synchronized void clear() {
        all.clear();
        begun = false;
        second = 0;
        withSeconds = 0;
        withTens = 0;
    }

    /**
     * How much moved in the last second.
     *
     * @param subject a listener, a pool, a backend, or {@link Subject#NONE} for all listeners
     * @return {@link Rate#NONE} of one that is not known
     */
    public synchronized Rate now(Subject subject) {
        RateSeries series = all.get(subject);
        return series == null ? Rate.NONE : series.now();
    }

    /**
     * The last 15 minutes, or since sampling began.
     *
     * @param subject a listener, a pool, a backend, or {@link Subject#NONE} for all listeners
     * @param everySecond whether seconds are wanted, if they are kept; else tens of seconds
     * @return all zero of what has no traffic
     */
    public synchronized RateHistory history(Subject subject, boolean everySecond) {
        RateSeries series = all.get(subject);
        boolean lacksSeconds = series != null && series.hasRings() && !series.hasSeconds();
        return everySecond && !lacksSeconds ? seconds(series) : tens(series);
    }

    private RateHistory seconds(@Nullable RateSeries series) {
        long count = Math.min(second, RateSeries.KEPT);
        List<Moment> moments = LongStream.rangeClosed(second - count + 1, second)
                .mapToObj(one -> series == null ? Moment.NONE : series.second(one)).toList();
        return new RateHistory(end.minusSeconds(count), Duration.ofSeconds(1), moments);
    }

    /** Those that have ended. */
    private RateHistory tens(@Nullable RateSeries series) {
        long ended = second / RateSeries.TEN;
        long count = Math.min(ended, RateSeries.KEPT / RateSeries.TEN);
        List<Moment> moments = LongStream.range(ended - count, ended)
                .mapToObj(one -> series == null ? Moment.NONE : series.ten(one)).toList();
        Instant endOfTens = end.minusSeconds(second - ended * RateSeries.TEN);
        return new RateHistory(endOfTens.minusSeconds(count * RateSeries.TEN), Duration.ofSeconds(RateSeries.TEN), moments);
    }
}
