package io.awe4lb.plugins.discovery.dns;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When to ask again.
 *
 * @param shortest after an answer with a shorter TTL
 * @param longest after an answer with a longer TTL
 */
record Refresh(Duration shortest, Duration longest) {

    private static final String BY_TTL = "ttl";
    private static final Pattern DURATION = Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** @throws IllegalArgumentException with a sentence, if they do not fit together */
    static Refresh of(String interval, Duration minTtl, Duration maxTtl) {
        if (interval.equals(BY_TTL)) {
            if (minTtl.compareTo(maxTtl) > 0) {
                throw new IllegalArgumentException("minTtl is longer than maxTtl: swap them");
            }
            return new Refresh(minTtl, maxTtl);
        }
        Duration fixed = duration(interval);
        return new Refresh(fixed, fixed);
    }

    private static Duration duration(String text) {
        var parts = DURATION.matcher(text);
        Duration duration = !text.isEmpty() && parts.matches()
                ? Duration.ofHours(number(parts.group(1))).plusMinutes(number(parts.group(2))).plusSeconds(number(parts.group(3)))
                : Duration.ZERO;
        if (duration.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "interval: '%s' is neither ttl nor a time from 1s on: write ttl, 30s, 1m30s or 1h".formatted(text));
        }
        return duration;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** @param seconds the smallest TTL of the answer */
    Duration after(long seconds) {
        Duration ttl = Duration.ofSeconds(seconds);
        return ttl.compareTo(shortest) < 0 ? shortest : ttl.compareTo(longest) > 0 ? longest : ttl;
    }
}
