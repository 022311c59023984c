package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.kernel.listener.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A fault as people see it. */
final class FaultView {

    private FaultView() {}

    static ObjectNode of(Fault fault) {
        ObjectNode view = Json.object().put("percent", fault.percent());
        if (fault.latency().isPositive()) {
            view.put("latency", text(fault.latency())).put("jitter", text(fault.jitter()));
        }
        fault.bandwidth().ifPresent(bytes -> view.put("bandwidth", bytes));
        if (fault.blackhole()) {
            view.put("blackhole", true);
        }
        fault.resetAfter().ifPresent(after -> view.put("resetAfter", text(after)));
        fault.limitData().ifPresent(bytes -> view.put("limitData", bytes));
        return view.put("until", fault.until().toString()).put("who", fault.who());
    }

    /** In words, for the event. */
    static String text(Fault fault) {
        List<String> parts = new ArrayList<>();
        if (fault.latency().isPositive()) {
            parts.add("latency " + text(fault.latency()) + (fault.jitter().isZero() ? "" : " ± " + text(fault.jitter())));
        }
        fault.bandwidth().ifPresent(bytes -> parts.add("bandwidth %d bytes a second".formatted(bytes)));
        if (fault.blackhole()) {
            parts.add("nothing goes through");
        }
        fault.resetAfter().ifPresent(after -> parts.add("reset after " + text(after)));
        fault.limitData().ifPresent(bytes -> parts.add("closed after %d bytes to the client".formatted(bytes)));
        return String.join(", ", parts);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
