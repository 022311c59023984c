package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.kernel.config.DurationText;
import io.awe4lb.kernel.listener.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads what somebody wants to be wrong with connections, and says all that is wrong with it at once. */
final class FaultRequests {

    static final String[] KEYS = {"percent", "latency", "jitter", "bandwidth", "blackhole", "resetAfter", "limitData", "duration"};

    private static final int ALL = 100;
    private static final long MOST_BYTES = 1L << 40;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final ObjectNode body;
    private final Refusals refusals;

    private FaultRequests(ObjectNode body) {
        this.body = body;
        this.refusals = new Refusals(body, KEYS);
    }

    static Fault of(ObjectNode body, Instant now, String who) {
        return new FaultRequests(body).read(now, who);
    }

    private Fault read(Instant now, String who) {
        int percent = (int) number("percent", 1, ALL).orElse(ALL);
        Duration latency = duration("latency", LONGEST_WAIT).orElse(Duration.ZERO);
        Duration jitter = duration("jitter", LONGEST_WAIT).orElse(Duration.ZERO);
        OptionalLong bandwidth = number("bandwidth", 1, MOST_BYTES);
        boolean blackhole = flag();
        Optional<Duration> resetAfter = duration("resetAfter", LONGEST);
        OptionalLong limitData = number("limitData", 1, MOST_BYTES);
        Duration lasts = duration("duration", LONGEST).orElse(Duration.ZERO);
        if (!body.has("duration") || body.path("duration").isTextual() && !lasts.isPositive() && !refusals.areAbout("duration")) {
            refusals.add("duration", "how long it lasts, such as 5m: at most 24h, so that nobody forgets it");
        }
        if (jitter.compareTo(latency) > 0) {
            refusals.add("jitter", "at most as long as the latency");
        }
        boolean doesNothing = !blackhole && latency.isZero()
                && Stream.of("bandwidth", "resetAfter", "limitData").noneMatch(body::has);
        if (doesNothing && refusals.isEmpty()) { // else that is what was meant to do something
            refusals.add("latency", "one of latency, bandwidth, blackhole, resetAfter and limitData, or nothing is wrong");
        }
        refusals.requireNone();
        return new Fault(percent, latency, jitter, bandwidth, blackhole, resetAfter, limitData, now.plus(lasts), who);
    }

    private boolean flag() {
        JsonNode written = body.path("blackhole");
        if (!written.isMissingNode() && !written.isBoolean()) {
            refusals.add("blackhole", "true or false");
        }
        return written.asBoolean(false);
    }

    private OptionalLong number(String key, long least, long most) {
        JsonNode written = body.path(key);
        if (written.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!written.isIntegralNumber() || !written.canConvertToLong() || written.longValue() < least || written.longValue() > most) {
            refusals.add(key, "a whole number from %d to %d".formatted(least, most));
            return OptionalLong.empty();
        }
        return OptionalLong.of(written.longValue());
    }

    private Optional<Duration> duration(String key, Duration longest) {
        JsonNode written = body.path(key);
        if (written.isMissingNode()) {
            return Optional.empty();
        }
        Optional<Duration> read = Optional.ofNullable(written.textValue()).flatMap(DurationText::read)
                .filter(duration -> duration.compareTo(longest) <= 0);
        if (read.isEmpty()) {
            refusals.add(key, "a duration with a unit, such as 200ms or 5s, of at most %d s".formatted(longest.toSeconds()));
        }
        return read;
    }
}
