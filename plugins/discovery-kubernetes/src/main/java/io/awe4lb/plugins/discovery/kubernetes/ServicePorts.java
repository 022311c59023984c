package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a Service is reached from outside.
 *
 * @param isLocal whether a node serves with its own endpoints only ({@code externalTrafficPolicy: Local})
 */
record ServicePorts(boolean isLocal, List<Port> ports) {

    /**
     * One of them.
     *
     * @param number within the cluster
     * @param nodePort on each node; empty: it is not reached there
     */
    record Port(String name, int number, Optional<Integer> nodePort) implements PortChoice.Numberable {

        static Port of(Object port) {
            return new Port(Json.text(port, "name").orElse(""), Json.number(port, "port").orElse(0), Json.number(port, "nodePort"));
        }

        @Override
        public List<Integer> numbers() {
            var numbers = new ArrayList<Integer>(List.of(number));
            nodePort.ifPresent(numbers::add);
            return numbers;
        }
    }

    /** Reads a Service. @param object as the API server tells it */
    static ServicePorts of(Object object) {
        return new ServicePorts(Json.text(object, "spec", "externalTrafficPolicy").filter("Local"::equals).isPresent(),
                Json.list(object, "spec", "ports").stream().map(Port::of).toList());
    }

    /**
     * The port on each node.
     *
     * @param choice empty: the only one
     * @throws IllegalArgumentException with a sentence, if there is no such port, or it is not on the nodes
     */
    int nodePort(Optional<PortChoice> choice) {
        if (choice.isEmpty() && ports.size() != 1) {
            throw new IllegalArgumentException("the Service has the ports %s: say with port which one is meant".formatted(written()));
        }
        Port meant = choice.isEmpty() ? ports.getFirst()
                : choice.get().in(ports).orElseThrow(() -> new IllegalArgumentException(
                        "the Service has no port %s, but the ports %s: mend port".formatted(choice.get(), written())));
        return meant.nodePort().orElseThrow(() -> new IllegalArgumentException(
                "the Service has no port on the nodes for %s: let its type be NodePort or LoadBalancer".formatted(meant.written())));
    }

    private String written() {
        return ports.stream().map(Port::written).collect(Collectors.joining(", "));
    }
}
