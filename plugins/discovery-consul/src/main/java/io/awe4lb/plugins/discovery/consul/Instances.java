package io.awe4lb.plugins.discovery.consul;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads the answer to {@code /v1/health/service/NAME}: for each instance its node, the service, and its checks. */
final class Instances {

    private Instances() {}

    /** The worst of an instance's checks, as Consul counts them. */
    private enum State {
        PASSING,
        WARNING,
        CRITICAL;

        static State of(Object instance) {
            State worst = PASSING;
            for (Object check : Json.list(instance, "Checks")) {
                State state = of(Json.text(check, "Status").orElse(""));
                worst = state.compareTo(worst) > 0 ? state : worst;
            }
            return worst;
        }

        private static State of(String word) {
            return switch (word) {
                case "passing" -> PASSING;
                case "warning" -> WARNING;
                default -> CRITICAL; // also "maintenance"
            };
        }
    }

    /**
     * The instances that serve, in the order of their ids: Consul tells them in any order. Those with a check that is critical never do.
     *
     * @param passingOnly whether those that warn are left out too
     * @throws IllegalArgumentException with a sentence that names the instance, the first one is 1
     */
    static List<BackendSpec> read(Object answer, boolean passingOnly) {
        if (!(answer instanceof List<?> instances)) {
            throw new IllegalArgumentException("there is no list of instances: is it Consul that answers there?");
        }
        var backends = new ArrayList<BackendSpec>();
        int number = 0;
        for (Object instance : instances) {
            number++;
            State state = State.of(instance);
            if (state == State.PASSING || state == State.WARNING && !passingOnly) {
                backends.add(backend(number, instance, state));
            }
        }
        backends.sort(Comparator.comparing(BackendSpec::id));
        return backends;
    }

    private static BackendSpec backend(int number, Object instance, State state) {
        try {
            var fields = new LinkedHashMap<String, String>();
            address(instance).ifPresent(address -> fields.put("host", address));
            Json.text(instance, "Service", "Port").filter(port -> !port.equals("0")).ifPresent(port -> fields.put("port", port));
            if (fields.size() < 2) {
                throw new IllegalArgumentException("it has no address or no port: register the service with both");
            }
            Json.text(instance, "Service", "Weights", state == State.PASSING ? "Passing" : "Warning")
                    .ifPresent(weight -> fields.put("weight", weight));
            return BackendText.ofFields(fields);
        } catch (IllegalArgumentException wrong) {
            String id = Json.text(instance, "Service", "ID").map(" (%s)"::formatted).orElse("");
            throw new IllegalArgumentException("instance %d%s: %s".formatted(number, id, wrong.getMessage()), wrong);
        }
    }

    /** A service without an address is where its node is. */
    private static Optional<String> address(Object instance) {
        Optional<String> own = Json.text(instance, "Service", "Address").filter(address -> !address.isBlank());
        return own.or(() -> Json.text(instance, "Node", "Address")).filter(address -> !address.isBlank());
    }
}
