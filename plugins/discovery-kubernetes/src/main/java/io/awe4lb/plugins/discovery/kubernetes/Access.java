package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.DiscoveryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the API server is, who asks, and whom to trust. What the user does not say is what the cluster says in which awe4lb runs; that is
 * looked for at the first question, so that a configuration can be checked elsewhere.
 */
record Access(Optional<Endpoint> endpoint, Optional<String> token, Optional<Path> ca, ServiceAccount account) {

    private static final String DEFAULT_NAMESPACE = "default";

    /** @throws DiscoveryException with a sentence, if nobody says where */
    ApiServer open() throws DiscoveryException {
        Endpoint there = endpoint.isPresent() ? endpoint.get() : ownCluster();
        Optional<Path> trusted = ca.or(() -> isWithin() ? Optional.of(account.ca()) : Optional.empty());
        return new ApiServer(Server.at(there, new Tls(true, trusted, Optional.empty())), this);
    }

    private Endpoint ownCluster() throws DiscoveryException {
        return Endpoint.of("KUBERNETES_SERVICE_HOST", account.endpoint().orElseThrow(() -> new DiscoveryException(
                "awe4lb does not run in a cluster of Kubernetes, or does not know it (KUBERNETES_SERVICE_HOST): write endpoint")));
    }

    /** Another cluster gets neither the token of this one, nor its trust. */
    private boolean isWithin() {
        return endpoint.isEmpty();
    }

    /** @return empty: nobody in particular asks */
    Optional<String> currentToken() throws DiscoveryException {
        return token.isPresent() || !isWithin() ? token : Optional.of(account.token());
    }

    String namespaceOf(ServiceName service) {
        return service.namespace().or(() -> isWithin() ? account.namespace() : Optional.empty()).orElse(DEFAULT_NAMESPACE);
    }
}
