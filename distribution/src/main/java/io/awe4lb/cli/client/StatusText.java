package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The status for people. */
final class StatusText {

    private StatusText() {}

    /** {@code awe4lb 0.1.0 on lb1, up 3d4h, revision 7, transport linux, ready}. */
    static String process(JsonNode info) {
        return "awe4lb %s on %s, up %s, revision %s, transport %s, %s".formatted(
                Shown.text(info, "version"), Shown.text(info, "node"),
                Shown.age(Duration.ofSeconds(info.path("uptimeSeconds").asLong())), info.path("revision").asText(),
                Shown.text(info, "transport"), info.path("ready").asBoolean() ? "ready" : "not ready");
    }

    static List<List<String>> listeners(JsonNode listeners) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("LISTENER", "PROTOCOL", "STATE", "ADDRESSES", "POOL", "ACTIVE", "ACCEPTED", "IN", "OUT"));
        listeners.forEach(listener -> {
            JsonNode counters = listener.path("counters");
            String addresses =
                    listener.path("addresses").valueStream().map(JsonNode::asText).map(OneLine::of).collect(Collectors.joining(", "));
            rows.add(List.of(
                    Shown.text(listener, "id"), Shown.text(listener, "protocol"), Shown.text(listener, "state"),
                    addresses.isEmpty() ? "-" : addresses,
                    Shown.text(listener, "pool"), Shown.text(counters, "active"), Shown.text(counters, "accepted"),
                    Shown.bytes(counters, "bytesIn"), Shown.bytes(counters, "bytesOut")));
        });
        return rows;
    }

    static List<List<String>> backends(JsonNode pools) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("POOL", "BACKEND", "STATE", "HEALTH", "SERVES", "WEIGHT", "ACTIVE", "CONNECTIONS", "IN", "OUT"));
        pools.forEach(pool -> {
            pool.path("backends").forEach(backend -> rows.add(backend(pool, backend)));
            if (pool.path("backends").isEmpty()) {
                rows.add(List.of(Shown.text(pool, "id"), "-", "-", "-", "-", "-", "-", "-", "-", "-"));
            }
        });
        return rows;
    }

    private static List<String> backend(JsonNode pool, JsonNode backend) {
        JsonNode counters = backend.path("counters");
        double share = backend.path("share").asDouble(1);
        String health = Shown.text(backend.path("health"), "status") + (backend.path("ejected").asBoolean() ? ", ejected" : "")
                + (share < 1 ? ", slow start at %d %%".formatted(Math.round(share * 100)) : "");
        return List.of(
                Shown.text(pool, "id"), Shown.text(backend, "id"), Shown.text(backend.path("adminState"), "state"), health,
                backend.path("serves").asBoolean() ? "yes" : "no", weight(backend), Shown.text(backend, "active"),
                Shown.text(counters, "connections"), Shown.bytes(counters, "bytesIn"), Shown.bytes(counters, "bytesOut"));
    }

    /** {@code 5 (configured: 1)} where it is overridden. */
    static String weight(JsonNode backend) {
        long weight = backend.path("weight").asLong();
        long configured = backend.path("configuredWeight").asLong();
        return weight == configured ? String.valueOf(weight) : weight + " (configured: " + configured + ")";
    }

    /** Why a pool or a backend does not serve, where there is more to say than one word. */
    static List<String> remarks(JsonNode pools) {
        List<String> remarks = new ArrayList<>();
        pools.forEach(pool -> ofPool(pool).forEach(remark -> remarks.add(OneLine.of("pool " + pool.path("id").asText() + ": " + remark))));
        pools.forEach(pool -> pool.path("backends").forEach(backend -> {
            String subject = "pool " + pool.path("id").asText() + ", backend " + backend.path("id").asText() + ": ";
            JsonNode admin = backend.path("adminState");
            if (!admin.path("state").asText().equals("ready")) {
                remarks.add(OneLine.of(subject + AdminStateText.of(admin)));
            }
            String health = backend.path("health").path("status").asText();
            if (health.equals("down") || health.equals("unknown")) {
                remarks.add(OneLine.of(subject + health + " since " + Shown.time(backend.path("health"), "since") + ": "
                        + backend.path("health").path("reason").asText()));
            }
        }));
        if (!remarks.isEmpty()) {
            remarks.addFirst("");
        }
        return remarks;
    }

    private static List<String> ofPool(JsonNode pool) {
        List<String> remarks = new ArrayList<>();
        String failure = pool.path("discoveryFailure").asText();
        if (!failure.isEmpty()) {
            remarks.add("discovery fails: " + failure);
        }
        if (pool.path("backends").isEmpty()) {
            remarks.add("it has no backends, so that clients are refused");
        }
        if (pool.path("panic").asBoolean()) {
            remarks.add("panic: so few backends are healthy that all are used");
        }
        return remarks;
    }
}
