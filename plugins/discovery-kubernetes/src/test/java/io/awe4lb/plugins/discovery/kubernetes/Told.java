package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.Json;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Objects as an API server tells them. */
final class Told {

    static final String READY = "\"ready\": true, \"serving\": true, \"terminating\": false";
    static final String LEAVING = "\"ready\": false, \"serving\": true, \"terminating\": true";
    static final String GONE = "\"ready\": false, \"serving\": false, \"terminating\": true";

    private Told() {}

    /** One with the port http of the number 80. */
    static String slice(String name, String version, String... endpoints) {
        return typedSlice(name, version, "IPv4", "{\"name\": \"http\", \"port\": 80, \"protocol\": \"TCP\"}", endpoints);
    }

    static String typedSlice(String name, String version, String type, String ports, String... endpoints) {
        return """
                {"kind": "EndpointSlice", "metadata": {"namespace": "shop", "name": "%s", "resourceVersion": "%s"},
                 "addressType": "%s", "ports": [%s], "endpoints": [%s]}""".formatted(name, version, type, ports,
                String.join(",", endpoints));
    }

    static String ready(String address) {
        return endpoint(address, "n1", READY);
    }

    static String endpoint(String address, String node, String conditions) {
        return "{\"addresses\": [\"%s\"], \"nodeName\": \"%s\", \"conditions\": {%s}}".formatted(address, node, conditions);
    }

    /** @param policy Cluster or Local */
    static String service(String policy, String... ports) {
        return """
                {"metadata": {"namespace": "shop", "name": "web", "resourceVersion": "3"},
                 "spec": {"externalTrafficPolicy": "%s", "ports": [%s]}}""".formatted(policy, String.join(",", ports));
    }

    static String node(String name, String address, String ready, String labels) {
        return """
                {"metadata": {"name": "%s", "resourceVersion": "4", "labels": {%s}},
                 "status": {"conditions": [{"type": "DiskPressure", "status": "False"}, {"type": "Ready", "status": "%s"}],
                  "addresses": [{"type": "Hostname", "address": "%s"}, {"type": "InternalIP", "address": "%s"}]}}"""
                .formatted(name, labels, ready, name, address);
    }

    static <T> List<T> parsed(Function<Object, T> reading, String... objects) {
        return Stream.of(objects).map(Json::parse).map(reading).toList();
    }

    static List<BackendSpec> lines(String... lines) {
        return Stream.of(lines).map(BackendText::ofLine).toList();
    }
}
