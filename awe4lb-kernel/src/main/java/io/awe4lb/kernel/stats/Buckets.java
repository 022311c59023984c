package io.awe4lb.kernel.stats;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Into which buckets durations are counted. Fixed: what was measured yesterday can be compared with today. */
public enum Buckets {
    /** Of a connect to a backend: 0.5 ms to 10 s. */
    CONNECT("PT0.0005S", "PT0.001S", "PT0.0025S", "PT0.005S", "PT0.01S", "PT0.025S", "PT0.05S", "PT0.1S", "PT0.25S", "PT0.5S", "PT1S",
            "PT2.5S", "PT5S", "PT10S"),
    /** Of a whole connection: 10 ms to 24 h. */
    SESSION("PT0.01S", "PT0.05S", "PT0.1S", "PT0.5S", "PT1S", "PT5S", "PT10S", "PT30S", "PT1M", "PT5M", "PT10M", "PT30M", "PT1H", "PT4H",
            "PT12H", "PT24H");

    private static final double NANOS = 1e9;

    private final long[] nanos;
    private final List<Double> seconds;

    Buckets(String... bounds) {
        this.nanos = Stream.of(bounds).map(Duration::parse).mapToLong(Duration::toNanos).toArray();
        this.seconds = LongStream.of(nanos).mapToObj(bound -> bound / NANOS).toList();
    }

    /**
     * Upper bounds, inclusive.
     *
     * @return growing, in seconds, without the last one, which takes everything
     */
    public List<Double> seconds() {
        return seconds;
    }

    /** How many there are, the last one included. */
    int count() {
        return nanos.length + 1;
    }

    /** Which one takes a duration. */
    int indexOf(long duration) {
        int index = 0;
        while (index < nanos.length && duration > nanos[index]) {
            index++;
        }
        return index;
    }
}
