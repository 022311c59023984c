package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.DiscoveryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that has to be known of one Service: its EndpointSlices and, for the ports of nodes, itself and all nodes. */
final class ServiceView implements AutoCloseable {

    private final ApiServer api;
    private final String name;
    private final Watched<Slice> slices;
    /** Empty where clients are sent to pods. */
    private final Optional<Nodes> nodes;
    private final List<Watched<?>> all = new ArrayList<>();

    /** What the ports of nodes need. */
    private record Nodes(Watched<ServicePorts> service, Watched<Node> all) {}

    private ServiceView(ApiServer api, String namespace, String service, AddressKind kind, Runnable bell) {
        this.api = api;
        this.name = "Service %s/%s".formatted(namespace, service);
        this.slices = new Watched<>(api, "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices".formatted(namespace),
                "labelSelector=" + ApiServer.escaped("kubernetes.io/service-name=" + service), Slice::of, bell);
        all.add(slices);
        if (kind == AddressKind.NODE) {
            var self = new Watched<>(api, "/api/v1/namespaces/%s/services".formatted(namespace),
                    "fieldSelector=" + ApiServer.escaped("metadata.name=" + service), ServicePorts::of, bell);
            var every = new Watched<>(api, "/api/v1/nodes", "", Node::of, bell);
            all.addAll(List.of(self, every));
            nodes = Optional.of(new Nodes(self, every));
        } else {
            nodes = Optional.empty();
        }
    }

    /**
     * Finds out where the cluster is.
     *
     * @param bell rung on another thread when something has happened
     * @throws DiscoveryException with a sentence, if nobody says where it is
     */
    static ServiceView open(Access access, ServiceName service, AddressKind kind, Runnable bell) throws DiscoveryException {
        return new ServiceView(access.open(), access.namespaceOf(service), service.name(), kind, bell);
    }

    /** @see Watched#refresh() */
    void refresh() throws DiscoveryException, InterruptedException {
        for (Watched<?> each : all) {
            each.refresh();
        }
    }

    /** @return false if one of them has to be asked for again */
    boolean takeIn() {
        boolean isWatched = true;
        for (Watched<?> each : all) {
            isWatched &= each.takeIn();
        }
        return isWatched;
    }

    boolean hasEndedAtOnce() {
        return all.stream().anyMatch(Watched::hasEndedAtOnce);
    }

    /** @throws IllegalArgumentException with a sentence, if there is no such port, or what the cluster tells makes no sense */
    List<BackendSpec> backends(Optional<PortChoice> port) {
        if (nodes.isEmpty()) {
            return PodBackends.of(slices.objects(), port);
        }
        ServicePorts self = nodes.get().service().objects().stream().findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such Service: mend service, or namespace"));
        return NodeBackends.of(slices.objects(), self, nodes.get().all().objects(), port);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        all.forEach(Watched::close);
        api.close();
    }
}
