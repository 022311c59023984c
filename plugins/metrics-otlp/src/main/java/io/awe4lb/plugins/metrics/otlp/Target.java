package io.awe4lb.plugins.metrics.otlp;

import io.awe4lb.spi.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who gets the metrics, when, and how.
 *
 * @param url of the collector
 * @param interval from one sending to the next
 * @param timeout to connect, and for an answer
 * @param headers of each request
 * @param attributes of the resource, as they are configured
 */
record Target(String url, Duration interval, Duration timeout, Map<String, Secret> headers, Map<String, String> attributes) {

    private static final String NAME = "service.name";
    /** Without one, two balancers would write to the same series. */
    private static final String INSTANCE = "service.instance.id";

    Map<String, String> openHeaders() {
        return headers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().value()));
    }

    /** May ask the system for its name. */
    Map<String, String> resource() {
        Map<String, String> resource = new LinkedHashMap<>();
        resource.put(NAME, "awe4lb");
        resource.putAll(attributes);
        resource.computeIfAbsent(INSTANCE, _ -> host());
        return resource;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) { // a machine whose own name nobody knows
            return "localhost";
        }
    }
}
