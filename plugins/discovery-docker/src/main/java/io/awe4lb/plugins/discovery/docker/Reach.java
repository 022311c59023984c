package io.awe4lb.plugins.discovery.docker;

import io.awe4lb.plugins.http.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a container is reached from here. */
sealed interface Reach {

    /**
     * Host and port, as fields of a backend.
     *
     * @param container of Docker's list
     * @throws IllegalArgumentException with the end of a sentence that begins with the container's name
     */
    Map<String, String> fields(Object container);

    private static Map<String, String> fields(String host, String port) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("host", host);
        fields.put("port", port);
        return fields;
    }

    /**
     * At a port of Docker's machine.
     *
     * @param port inside, with its protocol: {@code 80/tcp}
     * @param machine where Docker runs
     */
    record Published(String port, String machine) implements Reach {

        private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::");

        @Override
        public Map<String, String> fields(Object container) {
            Object published = Json.list(container, "Ports").stream().filter(this::isPublished).min(PREFERENCE).orElseThrow(
                    () -> new IllegalArgumentException(
                            "does not publish its port %s: start it with -p, or write address: container".formatted(port)));
            String host = Json.text(published, "IP").orElse("");
            return Reach.fields(EVERYWHERE.contains(host) ? machine : host, Json.text(published, "PublicPort").orElseThrow());
        }

        /** Docker lists a port once for IPv4 and once for IPv6, in any order. */
        private static final Comparator<Object> PREFERENCE = Comparator
                .comparing((Object each) -> Json.text(each, "IP").orElse("").contains(":"))
                .thenComparing(each -> Json.text(each, "IP").orElse("")).thenComparing(each -> Json.text(each, "PublicPort").orElse(""));

        private boolean isPublished(Object each) {
            String inside = Json.text(each, "PrivatePort").orElse("") + "/" + Json.text(each, "Type").orElse("");
            return inside.equals(port) && Json.text(each, "PublicPort").isPresent();
        }
    }

    /**
     * In its network.
     *
     * @param port with its protocol: {@code 80/tcp}
     * @param network empty: the only one
     */
    record Inside(String port, Optional<String> network) implements Reach {

        @Override
        public Map<String, String> fields(Object container) {
            Map<?, ?> networks = Json.map(container, "NetworkSettings", "Networks");
            String name = network.orElseGet(() -> only(networks));
            String address = List.of("IPAddress", "GlobalIPv6Address").stream()
                    .flatMap(key -> Json.text(networks.get(name), key).stream()).filter(text -> !text.isEmpty()).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("has no address in the network %s: connect it, or mend network"
                            .formatted(name)));
            return Reach.fields(address, port.replaceFirst("/.*", ""));
        }

        private static String only(Map<?, ?> networks) {
            if (networks.size() != 1) {
                throw new IllegalArgumentException("is in the networks %s: name one under network".formatted(
                        networks.keySet().stream().map(String::valueOf).sorted().toList()));
            }
            return String.valueOf(networks.keySet().iterator().next());
        }
    }
}
