package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Some of the endpoints of a Service, all with the same ports: an EndpointSlice of {@code discovery.k8s.io/v1}.
 *
 * @param addressType IPv4, IPv6 or FQDN
 * @param endpoints those that are good for something
 */
record Slice(String addressType, List<Port> ports, List<Endpoint> endpoints) {

    private static final List<String> FAMILIES = List.of("IPv4", "IPv6", "FQDN");

    /**
     * One that is good for something.
     *
     * @param node on which it runs; empty: not known
     */
    record Endpoint(String address, Standing standing, Optional<String> node) {}

    /**
     * A port.
     *
     * @param number empty: any
     */
    record Port(String name, Optional<Integer> number) implements PortChoice.Numberable {
        @Override
        public List<Integer> numbers() {
            return number.stream().toList();
        }
    }

    /** All of one kind of addresses: the pods of a Service that has two are in two slices each. IPv4 goes before IPv6 and that before names. */
    static List<Slice> oneFamily(Collection<Slice> slices) {
        List<Slice> used = slices.stream().filter(slice -> !slice.endpoints.isEmpty()).toList();
        Optional<String> family = used.stream().map(Slice::addressType).min(Comparator.comparingInt(FAMILIES::indexOf));
        return used.stream().filter(slice -> family.filter(slice.addressType::equals).isPresent()).toList();
    }

    /**
     * Reads one.
     *
     * @param object as the API server tells it
     * @throws IllegalArgumentException with a sentence that names it, if it makes no sense
     */
    static Slice of(Object object) {
        String name = Json.text(object, "metadata", "name").orElse("?");
        String type = Json.text(object, "addressType").filter(FAMILIES::contains)
                .orElseThrow(() -> new IllegalArgumentException("EndpointSlice %s has addresses of no known type".formatted(name)));
        var endpoints = new ArrayList<Endpoint>();
        for (Object endpoint : Json.list(object, "endpoints")) {
            Standing.of(endpoint).ifPresent(standing -> endpoints.add(new Endpoint(address(name, endpoint), standing,
                    Json.text(endpoint, "nodeName"))));
        }
        return new Slice(type, Json.list(object, "ports").stream().map(Slice::port).toList(), endpoints);
    }

    /** All addresses of one endpoint lead to the same place. */
    private static String address(String slice, Object endpoint) {
        return Json.list(endpoint, "addresses").stream().findFirst().filter(String.class::isInstance).map(String.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("EndpointSlice %s has an endpoint without an address".formatted(slice)));
    }

    private static Port port(Object port) {
        return new Port(Json.text(port, "name").orElse(""), Json.number(port, "port"));
    }
}
