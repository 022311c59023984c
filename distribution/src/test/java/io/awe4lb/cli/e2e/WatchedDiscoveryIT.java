package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Backends of sources that tell their changes, in the running program. */
class WatchedDiscoveryIT extends Sourced {

    /** A conversation that a change of the list must not end. */
    private Peer talking(String name) throws Exception {
        serves(name);
        Peer client = client(web.address());
        while (!client.line().equals(name)) {
            client = client(web.address());
        }
        return client;
    }

    private static void assertTalks(Peer client) throws Exception {
        client.sends("still here\n");
        client.receives("still here\n");
    }

    private static void weighs(Api api, Object backend, String key, String value) throws Exception {
        Eventually.until(key + " is in force", () -> api.get(backend("web", backend)).with(200).at("/" + key).equals(value));
    }

    @Test
    void consulTellsTheInstancesOfAService() throws Exception {
        PlayedSource consul = opened.add(new PlayedSource(WatchedDiscoveryIT::asConsul));
        consul.says(200, instances(instance(a, 2)));
        Api api = serving("{type: consul, endpoint: '%s', service: web, token: sesame, interval: 200ms}".formatted(consul.endpoint()));
        Peer client = talking("a");

        consul.says(200, instances(instance(a, 7), instance(b, 1)));
        weighs(api, a, "weight", "7");
        serves("b", "a");
        consul.says(200, instances(instance(b, 1)));
        serves("b");
        assertTalks(client);

        consul.says(500, "No cluster leader");
        fails(api, "/v1/health/service/web answers 500 (No cluster leader)");
        serves("b");
        consul.says(403, "Permission denied");
        fails(api, "mend token");
        assertFalse(api.get(CONFIG).with(200).body().contains("sesame"), "the token is masked");
        consul.says(200, instances(instance(a, 1)));
        works(api);
        serves("a");
    }

    /** With an index in each answer; a question with one waits for another. */
    private static void asConsul(PlayedSource consul, HttpExchange exchange) throws IOException, InterruptedException {
        String[] index = exchange.getRequestURI().getQuery().split("index=|&wait=");
        PlayedSource.Says says = index.length == 1 ? consul.now() : consul.after(Long.parseLong(index[1]));
        boolean isKnown = "sesame".equals(exchange.getRequestHeaders().getFirst("X-Consul-Token"));
        exchange.getResponseHeaders().set("X-Consul-Index", Long.toString(says.version()));
        (isKnown ? says : new PlayedSource.Says(says.version(), 403, "")).to(exchange);
    }

    private static String instances(String... instances) {
        return "[" + String.join(",", instances) + "]";
    }

    private static String instance(NamedBackend backend, int weight) {
        return """
                {"Node": {"Address": "127.0.1.1"}, "Service": {"Port": %d, "Weights": {"Passing": %d}}, "Checks": [{"Status": "passing"}]}"""
                .formatted(backend.port(), weight);
    }

    @Test
    void kubernetesTellsTheEndpointsOfAService() throws Exception {
        PlayedSource cluster = opened.add(new PlayedSource(WatchedDiscoveryIT::asKubernetes));
        cluster.says(200, slice(endpoint(a, true)));
        Api api = serving("{type: kubernetes, endpoint: '%s', namespace: shop, service: web, port: %d, token: sesame, interval: 200ms}"
                .formatted(cluster.endpoint(), 80));
        fails(api, "Service shop/web: the Service has no port 80, but the ports");
        api.patch(pool("web"), Api.ANY, "{\"discovery\": {\"port\": \"http\"}}").with(200);
        Peer client = talking("a");

        cluster.says(200, slice(endpoint(a, false)));
        weighs(api, a, "priority", "2");
        assertTalks(client);
        cluster.says(200, slice(endpoint(b, true)));
        serves("b");
        assertTalks(client);

        cluster.says(503, "{}");
        fails(api, "/endpointslices answers 503");
        serves("b");
        cluster.says(200, slice(endpoint(a, true)));
        works(api);
        serves("a");
    }

    /** A list, and a watch that begins with each version that is not known. Another status ends it. */
    private static void asKubernetes(PlayedSource cluster, HttpExchange exchange) throws IOException, InterruptedException {
        PlayedSource.Says says = cluster.now();
        String query = exchange.getRequestURI().getQuery();
        boolean isAllowed = "Bearer sesame".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!isAllowed || !query.contains("labelSelector=kubernetes.io/service-name=web") || says.status() != 200) {
            new PlayedSource.Says(0, isAllowed ? says.status() : 401, "{}").to(exchange);
        } else if (!query.contains("watch=true")) {
            new PlayedSource.Says(0, 200, "{\"metadata\": {\"resourceVersion\": \"%d\"}, \"items\": [%s]}".formatted(says.version(),
                    says.text().formatted(says.version()))).to(exchange);
        } else {
            long known = Long.parseLong(query.replaceFirst(".*resourceVersion=(\\d+).*", "$1"));
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            for (says = cluster.after(known); says.status() == 200; says = cluster.after(says.version())) {
                String event = "{\"type\": \"MODIFIED\", \"object\": %s}\n".formatted(says.text().formatted(says.version()));
                exchange.getResponseBody().write(event.getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        }
    }

    /** @return with a place for its version */
    private static String slice(String endpointAndPort) {
        return ("{\"metadata\": {\"namespace\": \"shop\", \"name\": \"web-1\", \"resourceVersion\": \"%%d\"}, \"addressType\": \"IPv4\", "
                + "%s}").formatted(endpointAndPort);
    }

    private static String endpoint(NamedBackend backend, boolean isReady) {
        return ("\"ports\": [{\"name\": \"http\", \"port\": %d}], \"endpoints\": [{\"addresses\": [\"127.0.1.1\"], "
                + "\"conditions\": {\"ready\": %b, \"serving\": true, \"terminating\": %b}}]").formatted(backend.port(), isReady, !isReady);
    }

    @Test
    void etcdTellsTheKeysUnderAPrefix() throws Exception {
        String at = "http://" + Place.free();
        RealServer etcd = etcd(at);
        Eventually.until("etcd serves", () -> puts(at, "/web/1", a + " weight=2"));
        Api api = serving("{type: etcd, endpoints: ['http://127.0.3.1:1', '%s'], prefix: /web/, interval: 200ms}".formatted(at));
        Peer client = talking("a");

        puts(at, "/web/1", a + " weight=7");
        weighs(api, a, "weight", "7");
        puts(at, "/web/1", "{\"address\": \"%s\"}".formatted(b));
        serves("b");
        assertTalks(client);
        puts(at, "/web/2", "nonsense");
        fails(api, "what stands under /web/ is not understood: key /web/2: 'nonsense' has no port");
        serves("b");

        etcd.close();
        fails(api, at + "/v3/kv/range does not take the connection");
        serves("b");
        etcd(at);
        Eventually.until("etcd serves", () -> puts(at, "/web/2", a.toString()));
        works(api);
        serves("a", "b");
        assertEquals(List.of("1", "1"), Stream.of(a, b).map(backend -> weight(api, backend)).toList());
    }

    private static String weight(Api api, NamedBackend backend) {
        try {
            return api.get(backend("web", backend)).with(200).at("/weight");
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private RealServer etcd(String at) throws IOException {
        return opened.add(RealServer.start("apt-get install etcd-server", ("etcd --data-dir '%s' --listen-client-urls %s "
                + "--advertise-client-urls %s --listen-peer-urls http://127.0.3.1:0 --unsafe-no-fsync --log-level error")
                .formatted(directory.resolve("etcd"), at, at)));
    }

    /** @return false if there is nobody yet */
    private static boolean puts(String at, String key, String value) throws Exception {
        String body = "{\"key\": \"%s\", \"value\": \"%s\"}".formatted(base64(key), base64(value));
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(at + "/v3/kv/put")).POST(HttpRequest.BodyPublishers.ofString(body)).build();
            return client.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
