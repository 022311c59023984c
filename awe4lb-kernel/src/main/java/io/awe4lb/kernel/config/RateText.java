package io.awe4lb.kernel.config;

import java.time.Duration;
import java.util.Map;

/** Rates as a user writes them: {@code 500/s}, {@code 30/m}, {@code 1k/h} of connections, {@code 10MiB/s} of bytes. */
final class RateText {

    static final String WORDS = "a number a second, minute or hour, for example 500/s, 30/m or 1k/h";
    static final String BYTES_WORDS = "a size a second, for example 512KiB/s or 10MiB/s";

    private static final int MOST = 1_000_000_000;
    private static final long MOST_BYTES = 1L << 40;
    private static final Map<String, Duration> UNITS = Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h",
            Duration.ofHours(1));

    private RateText() {}

    static Rate parse(String text) throws Refused {
        int slash = text.indexOf('/');
        Duration per = slash < 0 ? null : UNITS.get(text.substring(slash + 1));
        if (per == null) {
            throw new Refused(Code.WRONG_TYPE, "expected " + WORDS + ", found " + Quoted.of(text));
        }
        return new Rate(NumberText.number(text.substring(0, slash), 1, MOST), per);
    }

    /** In bytes a second. */
    static Long bytes(String text) throws Refused {
        if (!text.endsWith("/s")) {
            throw new Refused(Code.WRONG_TYPE, "expected " + BYTES_WORDS + ", found " + Quoted.of(text));
        }
        return NumberText.size(text.substring(0, text.length() - 2), 1, MOST_BYTES);
    }

    static String format(Rate rate) {
        return UNITS.entrySet().stream().filter(unit -> unit.getValue().equals(rate.per())).map(unit -> rate.count() + "/" + unit.getKey())
                .findFirst().orElseThrow();
    }
}
