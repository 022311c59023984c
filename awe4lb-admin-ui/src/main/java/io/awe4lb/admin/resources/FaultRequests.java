package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Pointer;
import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.kernel.config.DurationText;
import io.awe4lb.kernel.listener.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what somebody wants to be wrong with connections, and says all that is wrong with it at once. */
final class FaultRequests {

    static final String[] KEYS = {"percent", "latency", "jitter", "bandwidth", "blackhole", "resetAfter", "limitData", "duration"};

    private static final int ALL = 100;
    private static final long MOST_BYTES = 1L << 40;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final ObjectNode body;
    private final List<Problem.Place> wrong = new ArrayList<>();

    private FaultRequests(ObjectNode body) {
        this.body = body;
    }

    static Fault of(ObjectNode body, Instant now, String who) {
        return new FaultRequests(body).read(now, who);
    }

    private Fault read(Instant now, String who) {
        wrong.addAll(Body.unknown(body, "there are " + String.join(", ", KEYS), KEYS));
        int percent = body.has("percent") ? number("percent", 1, ALL).stream().mapToInt(Math::toIntExact).findFirst().orElse(ALL) : ALL;
        Duration latency = duration("latency", LONGEST_WAIT).orElse(Duration.ZERO);
        Duration jitter = duration("jitter", LONGEST_WAIT).orElse(Duration.ZERO);
        OptionalLong bandwidth = number("bandwidth", 1, MOST_BYTES);
        boolean blackhole = flag();
        Optional<Duration> resetAfter = duration("resetAfter", LONGEST);
        OptionalLong limitData = number("limitData", 1, MOST_BYTES);
        Duration lasts = duration("duration", LONGEST).orElse(Duration.ZERO);
        if (!body.has("duration") || body.path("duration").isTextual() && !lasts.isPositive() && isSound("duration")) {
            refuse("duration", "how long it lasts, such as 5m: at most 24h, so that nobody forgets it");
        }
        if (jitter.compareTo(latency) > 0) {
            refuse("jitter", "at most as long as the latency");
        }
        boolean doesNothing = !blackhole && latency.isZero()
                && Stream.of("bandwidth", "resetAfter", "limitData").noneMatch(body::has);
        if (doesNothing) {
            refuse("latency", "one of latency, bandwidth, blackhole, resetAfter and limitData, or nothing is wrong");
        }
        if (!wrong.isEmpty()) {
            throw ProblemCode.INVALID_BODY.problem(wrong.stream().map(place -> place.pointer().substring(1) + ": " + place.message())
                    .collect(Collectors.joining("; "))).at(wrong).exception();
        }
        return new Fault(percent, latency, jitter, bandwidth, blackhole, resetAfter, limitData, now.plus(lasts), who);
    }

    private boolean isSound(String key) {
        return wrong.stream().noneMatch(place -> place.pointer().equals(Pointer.of(key)));
    }

    private void refuse(String key, String what) {
        wrong.add(Problem.Place.error(Pointer.of(key), "invalid-value", what));
    }

    private boolean flag() {
        JsonNode written = body.path("blackhole");
        if (!written.isMissingNode() && !written.isBoolean()) {
            refuse("blackhole", "true or false");
        }
        return written.asBoolean(false);
    }

    private OptionalLong number(String key, long least, long most) {
        JsonNode written = body.path(key);
        if (written.isMissingNode()) {
            return OptionalLong.empty();
        }
        if (!written.isIntegralNumber() || !written.canConvertToLong() || written.longValue() < least || written.longValue() > most) {
            refuse(key, "a whole number from %d to %d".formatted(least, most));
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
            refuse(key, "a duration with a unit, such as 200ms or 5s, of at most %d s".formatted(longest.toSeconds()));
        }
        return read;
    }
}
