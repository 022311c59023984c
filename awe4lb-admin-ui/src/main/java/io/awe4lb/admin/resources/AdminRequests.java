package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Body;
import io.awe4lb.admin.http.Pointer;
import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.kernel.config.DurationText;
import io.awe4lb.kernel.runtime.AdminRequest;
import io.awe4lb.kernel.runtime.AdminRequest.OnTimeout;
import io.awe4lb.kernel.stats.AdminState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what a client wants of a backend, and says all that is wrong with it at once. */
final class AdminRequests {

    static final String[] KEYS = {"state", "timeout", "onTimeout", "reason"};

    private static final int LONGEST_REASON = 1_000;
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ObjectNode body;
    private final List<Problem.Place> wrong = new ArrayList<>();

    private AdminRequests(ObjectNode body) {
        this.body = body;
    }

    static AdminRequest of(ObjectNode body, String who) {
        return new AdminRequests(body).read(who);
    }

    private AdminRequest read(String who) {
        wrong.addAll(Body.unknown(body, "there are " + String.join(", ", KEYS), KEYS));
        AdminState state = state();
        Optional<Duration> timeout = timeout();
        OnTimeout onTimeout = onTimeout();
        String reason = reason();
        if (body.has("timeout") && AdminState.READY.word().equals(body.path("state").textValue())) {
            refuse("timeout", "for drain and maint only");
        }
        if (!body.has("timeout") && onTimeout == OnTimeout.CLOSE) {
            refuse("onTimeout", "without a timeout: say after which time connections are closed");
        }
        if (!wrong.isEmpty()) {
            throw ProblemCode.INVALID_BODY.problem(wrong.stream().map(place -> place.pointer().substring(1) + ": " + place.message())
                    .collect(Collectors.joining("; "))).at(wrong).exception();
        }
        return new AdminRequest(state, timeout, onTimeout, reason, who);
    }

    private void refuse(String key, String what) {
        wrong.add(Problem.Place.error(Pointer.of(key), "invalid-value", what));
    }

    private AdminState state() {
        String written = body.path("state").textValue();
        for (AdminState state : AdminState.values()) {
            if (state.word().equals(written)) {
                return state;
            }
        }
        refuse("state", "ready, drain or maint");
        return AdminState.READY;
    }

    private OnTimeout onTimeout() {
        return switch (body.path("onTimeout").asText("keep")) {
            case "keep", "" -> OnTimeout.KEEP;
            case "close" -> OnTimeout.CLOSE;
            default -> {
                refuse("onTimeout", "keep or close");
                yield OnTimeout.KEEP;
            }
        };
    }

    private String reason() {
        JsonNode written = body.path("reason");
        if (!written.isMissingNode() && (!written.isTextual() || written.textValue().length() > LONGEST_REASON)) {
            refuse("reason", "a text of at most %d characters".formatted(LONGEST_REASON));
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
            refuse("timeout", "a duration with a unit, such as 30s, 5m or 1h30m");
        } else if (timeout.get().compareTo(LONGEST) > 0) {
            refuse("timeout", "at most 365d");
        }
        return timeout;
    }
}
