package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.spi.DiscoveryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod is given to talk to its cluster.
 *
 * @param environment says where the API server is
 * @param directory has the files {@code token}, {@code ca.crt} and {@code namespace}
 */
record ServiceAccount(Map<String, String> environment, Path directory) {

    static ServiceAccount ofThisProcess() {
        return new ServiceAccount(System.getenv(), Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
    }

    /** @return where the API server is; empty outside of a cluster */
    Optional<String> endpoint() {
        return variable("KUBERNETES_SERVICE_HOST").flatMap(host -> variable("KUBERNETES_SERVICE_PORT")
                .map(port -> "https://%s:%s".formatted(host.indexOf(':') >= 0 ? "[" + host + "]" : host, port)));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * The token as it is now: it is replaced long before it ends, which may be in an hour.
     *
     * @throws DiscoveryException with a sentence, if it cannot be read
     */
    String token() throws DiscoveryException {
        Path file = directory.resolve("token");
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException failure) {
            throw new DiscoveryException("the token of the service account cannot be read from %s: let the pod have it ".formatted(file)
                    + "(automountServiceAccountToken), or write token", failure);
        }
    }

    Path ca() {
        return directory.resolve("ca.crt");
    }

    /** @return where this pod is; empty outside of a cluster */
    Optional<String> namespace() {
        try {
            return Optional.of(Files.readString(directory.resolve("namespace"), StandardCharsets.UTF_8).strip())
                    .filter(name -> !name.isEmpty());
        } catch (IOException _) { // nobody has given it one
            return Optional.empty();
        }
    }
}
