package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.kernel.config.DurationText;
import io.awe4lb.kernel.runtime.AdminRequest;
import io.awe4lb.kernel.runtime.AdminRequest.OnTimeout;
import io.awe4lb.kernel.stats.AdminState;
import java.time.Duration;
import java.util.Optional;

/** Reads what a client wants of a backend, and says all that is wrong with it at once. */
final class AdminRequests {

    static final String[] KEYS = {"state", "timeout", "onTimeout", "reason"};

    private static final int LONGEST_REASON = 1_000;
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ObjectNode body;
    private final Refusals refusals;

    private AdminRequests(ObjectNode body) {
        this.body = body;
        this.refusals = new Refusals(body, KEYS);
    }

    static AdminRequest of(ObjectNode body, String who) {
        return new AdminRequests(body).read(who);
    }

    private AdminRequest read(String who) {
        AdminState state = state();
        Optional<Duration> timeout = timeout();
        OnTimeout onTimeout = onTimeout();
        String reason = reason();
        if (body.has("timeout") && AdminState.READY.word().equals(body.path("state").textValue())) {
            refusals.add("timeout", "for drain and maint only");
        }
        if (!body.has("timeout") && onTimeout == OnTimeout.CLOSE) {
            refusals.add("onTimeout", "without a timeout: say after which time connections are closed");
        }
        refusals.requireNone();
        return new AdminRequest(state, timeout, onTimeout, reason, who);
    }

    private AdminState state() {
        String written = body.path("state").textValue();
        for (AdminState state : AdminState.values()) {
            if (state.word().equals(written)) {
                return state;
            }
        }
        refusals.add("state", "ready, drain or maint");
        return AdminState.READY;
    }

    private OnTimeout onTimeout() {
        return switch (body.path("onTimeout").asText("keep")) {
            case "keep", "" -> OnTimeout.KEEP;
            case "close" -> OnTimeout.CLOSE;
            default -> {
                refusals.add("onTimeout", "keep or close");
                yield OnTimeout.KEEP;
            }
        };
    }

    private String reason() {
        JsonNode written = body.path("reason");
        if (!written.isMissingNode() && (!written.isTextual() || written.textValue().length() > LONGEST_REASON)) {
            refusals.add("reason", "a text of at most %d characters".formatted(LONGEST_REASON));
        }
        return written.asText("");
    }

    private Optional<Duration> timeout() {
        JsonNode written = body.path("timeout");
        if (written.isMissingNode()) {
            return Optional.empty();
        }
        Optional<Duration> timeout = Optional.ofNullable(written.textValue()).flatMap(DurationText::read);
        if (timeout.isEmpty()) {
            refusals.add("timeout", "a duration with a unit, such as 30s, 5m or 1h30m");
        } else if (timeout.get().compareTo(LONGEST) > 0) {
            refusals.add("timeout", "at most 365d");
        }
        return timeout;
    }
}
