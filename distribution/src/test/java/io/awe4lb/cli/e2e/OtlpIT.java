package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The second exporter, turned on while the program runs; whoever collects is played by the test. */
class OtlpIT extends Administered {

    private static final String SECRET = "geheim-0123456789";

    private final List<String> received = new CopyOnWriteArrayList<>();

    /** Keeps the token and the message of each request. */
    private HttpServer collector() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.3.1", 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String token = exchange.getRequestHeaders().getFirst("Authorization");
                received.add(token + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        opened.add(() -> server.stop(0));
        return server;
    }

    private boolean hasReceived(String words) {
        return received.stream().anyMatch(message -> message.contains(words));
    }

    @Test
    void itIsTurnedOnAndOffWhileItRunsAndItsSecretIsShownToNobody() throws Exception {
        HttpServer collector = collector();
        String url = "http://127.0.3.1:" + collector.getAddress().getPort() + "/v1/metrics";
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        api.patch(CONFIG, Api.ANY, """
                {"metrics": {"exporters": {"push": {"type": "otlp", "url": "%s", "interval": "200ms",
                    "headers": {"Authorization": "%s"}, "attributes": {"service.instance.id": "lb1"}}}}}
                """.formatted(url, SECRET)).with(200);
        Eventually.until("all kinds have come", () -> hasReceived("awe4lb_listener_connections_accepted")
                && hasReceived("awe4lb_backend_connect_duration_seconds") && hasReceived("jvm.memory.used"));
        assertTrue(received.stream().allMatch(message -> message.startsWith(SECRET)));
        assertTrue(hasReceived(a.toString()));
        assertFalse(api.get(CONFIG).with(200).body().contains(SECRET));
        assertFalse(api.get(CONFIG + "?view=effective").with(200).body().contains(SECRET));
        api.get(CONFIG).saying("********");

        api.apply(Api.ANY, api.get(CONFIG, "Accept", "application/yaml").body() + "# nothing else\n").with(200);
        int before = received.size();
        Eventually.until("a masked secret that came back is still the secret", () -> received.size() > before + 2);
        assertTrue(received.stream().allMatch(message -> message.startsWith(SECRET)));

        api.patch(CONFIG, Api.ANY, "{\"metrics\": null}").with(200);
        int last = received.size();
        assertEquals("a", client(web.address()).line());
        Eventually.standsStill("what is received", received::size);
        assertEquals(last, received.size(), "nothing is sent after the change is in force");
        assertEquals(0, awe4lb.err().count("WARNING"), "of the JVM about the library");
        assertEquals(0, awe4lb.err().count(SECRET));
    }

    @Test
    void whereNobodyCollectsItIsSaidOnceAndWorksAgain() throws Exception {
        Place nobody = Place.free();
        Awe4lb awe4lb = administered(servingA() + """
                metrics:
                  exporters:
                    prometheus: prometheus
                    push: {type: otlp, url: "http://%s/v1/metrics", interval: 100ms}
                """.formatted(nobody));
        awe4lb.says("metrics: exporter push fails: http://" + nobody + "/v1/metrics: Connection refused: is a collector there?");
        Api api = api(awe4lb);
        assertTrue(Scrape.of(api.get("/metrics").with(200).body()).sum("awe4lb_build_info") == 1, "the other one answers");
        api.get("/api/v1/events").with(200).saying("exporter push fails");
        HttpServer server = HttpServer.create(nobody.address(), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        opened.add(() -> server.stop(0));
        awe4lb.says("metrics: exporter push works again");
        assertEquals(1, awe4lb.err().count("exporter push fails"));
    }
}
