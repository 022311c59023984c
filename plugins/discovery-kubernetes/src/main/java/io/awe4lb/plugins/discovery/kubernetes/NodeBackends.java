package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of a cluster as backends of one Service. Any node that is ready serves, unless the Service keeps to the node: then those that
 * have an endpoint do, each with its share.
 */
final class NodeBackends {

    private NodeBackends() {}

    /**
     * One backend a node, in the order of their addresses.
     *
     * @param slices of the Service
     * @param nodes all
     * @param port empty: the only one
     * @throws IllegalArgumentException with a sentence, if the Service has no such port on its nodes, or a node has no address
     */
    static List<BackendSpec> of(Collection<Slice> slices, ServicePorts service, Collection<Node> nodes, Optional<PortChoice> port) {
        int nodePort = service.nodePort(port);
        Map<String, Integer> endpoints = endpointsByNode(Slice.oneFamily(slices));
        var backends = new ArrayList<BackendSpec>();
        for (Node node : nodes) {
            int weight = service.isLocal() ? endpoints.getOrDefault(node.name(), 0) : Math.min(endpoints.size(), 1);
            if (weight > 0 && node.isServing()) {
                String address = node.address().orElseThrow(
                        () -> new IllegalArgumentException("node %s has neither an InternalIP nor an ExternalIP".formatted(node.name())));
                backends.add(backend(new Address.Inet(address, nodePort), weight));
            }
        }
        backends.sort(Comparator.comparing(BackendSpec::id));
        return backends;
    }

    private static BackendSpec backend(Address address, int weight) {
        return new BackendSpec(address.toString(), address, Math.min(weight, BackendSpec.MAX_WEIGHT), BackendSpec.DEFAULT_PRIORITY, 0);
    }

    /** Of those that are ready; if nobody is, of those that leave. An endpoint may be in two slices. */
    private static Map<String, Integer> endpointsByNode(List<Slice> slices) {
        List<Slice.Endpoint> all = slices.stream().flatMap(slice -> slice.endpoints().stream()).distinct().toList();
        Optional<Standing> best = all.stream().map(Slice.Endpoint::standing).min(Comparator.naturalOrder());
        var counts = new HashMap<String, Integer>();
        all.stream().filter(endpoint -> best.filter(endpoint.standing()::equals).isPresent())
                .forEach(endpoint -> counts.merge(endpoint.node().orElse(""), 1, Integer::sum));
        return counts;
    }
}
