package io.awe4lb.plugins.metrics.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes what it is sent, and keeps it. */
final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();
    private volatile String authorization = "";
    private volatile int status = 200;
    private volatile String body = "";

    private Collector(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/v1/metrics", this::take);
        server.start();
    }

    static Collector open() throws IOException {
        return at(0);
    }

    static Collector at(int port) throws IOException {
        return new Collector(port);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics";
    }

    void answers(int with, String saying) {
        status = with;
        body = saying;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            requests.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    String authorization() {
        return authorization;
    }

    private Stream<ResourceMetrics> resources() {
        return requests.stream().flatMap(request -> request.getResourceMetricsList().stream());
    }

    private static Stream<Metric> metrics(ResourceMetrics resource) {
        return resource.getScopeMetricsList().stream().flatMap(scope -> scope.getMetricsList().stream());
    }

    Set<String> names() {
        return resources().flatMap(Collector::metrics).map(Metric::getName).collect(Collectors.toSet());
    }

    Map<String, String> resourceOf(String name) {
        ResourceMetrics found =
                resources().filter(resource -> metrics(resource).anyMatch(metric -> metric.getName().equals(name))).findFirst()
                        .orElseThrow();
        Map<String, String> attributes = new TreeMap<>();
        found.getResource().getAttributesList()
                .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().getStringValue()));
        return attributes;
    }

    /** The last one of a sum with one sample. */
    double value(String name) {
        return resources().flatMap(Collector::metrics).filter(metric -> metric.getName().equals(name)).toList().getLast().getSum()
                .getDataPoints(0).getAsDouble();
    }

    @Override
    public String toString() {
        return names().toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
