package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.kernel.runtime.AdminRequest;
import io.awe4lb.kernel.runtime.AdminRequest.OnTimeout;
import io.awe4lb.kernel.stats.AdminState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a client wants of a backend. */
final class AdminRequests {

    private static final int LONGEST_REASON = 1_000;
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Pattern DURATION = Pattern.compile("(?:[0-9]{1,9}(?:ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");

    private AdminRequests() {}

    static AdminRequest of(ObjectNode body, String who) {
        AdminState state = state(body.path("state"));
        Optional<Duration> timeout = timeout(body.path("timeout"));
        OnTimeout onTimeout = onTimeout(body.path("onTimeout"));
        if (timeout.isPresent() && state == AdminState.READY) {
            throw OverrideResource.invalid("/timeout", "for drain and maint only");
        }
        if (timeout.isEmpty() && onTimeout == OnTimeout.CLOSE) {
            throw OverrideResource.invalid("/onTimeout", "without a timeout: say after which time connections are closed");
        }
        return new AdminRequest(state, timeout, onTimeout, reason(body.path("reason")), who);
    }

    private static AdminState state(JsonNode written) {
        return Arrays.stream(AdminState.values()).filter(state -> state.word().equals(written.textValue())).findFirst()
                .orElseThrow(() -> OverrideResource.invalid("/state", "ready, drain or maint"));
    }

    private static OnTimeout onTimeout(JsonNode written) {
        return switch (written.asText("keep")) {
            case "keep", "" -> OnTimeout.KEEP;
            case "close" -> OnTimeout.CLOSE;
            default -> throw OverrideResource.invalid("/onTimeout", "keep or close");
        };
    }

    private static String reason(JsonNode written) {
        if (written.isMissingNode()) {
            return "";
        }
        if (!written.isTextual() || written.textValue().length() > LONGEST_REASON) {
            throw OverrideResource.invalid("/reason", "a text of at most %d characters".formatted(LONGEST_REASON));
        }
        return written.textValue();
    }

    private static Optional<Duration> timeout(JsonNode written) {
        if (written.isMissingNode()) {
            return Optional.empty();
        }
        if (!written.isTextual() || !DURATION.matcher(written.textValue()).matches()) {
            throw OverrideResource.invalid("/timeout", "a duration with a unit, such as 30s, 5m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(written.textValue()); part.find();) {
            sum = sum.plus(part(Long.parseLong(part.group(1)), part.group(2)));
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw OverrideResource.invalid("/timeout", "at most 365d");
        }
        return Optional.of(sum);
    }

    private static Duration part(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
