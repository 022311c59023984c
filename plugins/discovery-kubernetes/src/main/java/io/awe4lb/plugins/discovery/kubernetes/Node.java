package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Json;
import java.util.Optional;

/**
 * A machine of the cluster.
 *
 * @param address within the cluster's network, else from outside; empty: it has none yet
 * @param isServing whether it is ready, and not taken out by an administrator
 */
record Node(String name, Optional<String> address, boolean isServing) {

    /** By which an administrator takes a node out. */
    private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

    /** Reads one. @param object as the API server tells it */
    static Node of(Object object) {
        boolean isReady = Json.list(object, "status", "conditions").stream()
                .anyMatch(condition -> is(condition, "type", "Ready") && is(condition, "status", "True"));
        return new Node(Json.text(object, "metadata", "name").orElse("?"),
                address(object, "InternalIP").or(() -> address(object, "ExternalIP")),
                isReady && Json.at(object, "metadata", "labels", EXCLUDED).isEmpty());
    }

    private static Optional<String> address(Object object, String type) {
        return Json.list(object, "status", "addresses").stream().filter(address -> is(address, "type", type)).findFirst()
                .flatMap(address -> Json.text(address, "address"));
    }

    private static boolean is(Object tree, String key, String value) {
        return Json.text(tree, key).filter(value::equals).isPresent();
    }
}
