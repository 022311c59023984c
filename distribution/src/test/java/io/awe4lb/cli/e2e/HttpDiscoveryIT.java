package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backends that a server tells over HTTP, in the running program. */
class HttpDiscoveryIT extends Sourced {

    private final AtomicInteger unchanged = new AtomicInteger();
    private volatile String page = "";
    private volatile int status = 200;
    private String url = "";

    @BeforeEach
    void listen() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        opened.add(() -> server.stop(0));
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/list";
    }

    /** As a server does that knows tags, and one user. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String tag = "\"" + page.hashCode() + "\"";
            if (!"Bearer sesame".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
            } else if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                unchanged.incrementAndGet();
                exchange.sendResponseHeaders(304, -1);
            } else {
                byte[] body = page.getBytes(UTF_8);
                exchange.getResponseHeaders().set("ETag", tag);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Test
    void jsonSaysWhichBackendsThereAre() throws Exception {
        page = json(a);
        Api api = serving("{type: http-json, url: '%s', list: /nodes, host: /net/0, port: p, bearer: sesame, interval: 20ms}"
                .formatted(url));
        serves("a");
        Eventually.until("it is asked for changes only", () -> unchanged.get() > 0);
        page = json(b);
        serves("b");
        page = "{\"nodes\": {}}";
        fails(api, "there is no list at '/nodes': mend list");
        serves("b");
        assertFalse(api.get(CONFIG).with(200).body().contains("sesame"), "the token is masked");
    }

    private static String json(NamedBackend backend) {
        return "{\"nodes\": [{\"net\": [\"127.0.1.1\"], \"p\": %d}]}".formatted(backend.port());
    }

    @Test
    void textSaysWhichBackendsThereAre() throws Exception {
        page = "one: 127.0.1.1 %d\n".formatted(a.port());
        Api api = serving(
                "{type: http-text, url: '%s', pattern: '(?<name>.*): (?<host>.*) (?<port>.*)', bearer: sesame, interval: 20ms}"
                        .formatted(url));
        serves("a");
        assertTrue(api.get(pool("web") + "/backends/one").with(200).body().contains(a.toString()));
        status = 503;
        fails(api, "/list answers 503");
        serves("a");
        status = 200;
        page = "two: 127.0.1.1 %d\n".formatted(b.port());
        serves("b");
        works(api);
    }

    @Test
    void aServerThatNeverAnswersDelaysNobodyElseNorAStop() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            last = administered(admin() + """
                    listeners:
                      web: {bind: "%s", pool: web}
                    pools:
                      slow: {discovery: {type: http-text, url: "http://127.0.0.1:%d/", timeout: 1h}}
                      late: {discovery: {type: http-text, url: "http://127.0.0.1:%d/", interval: 20ms, timeout: 50ms}}
                      web: {discovery: {type: http-text, url: "%s", bearer: sesame, interval: 20ms}}
                    """.formatted(web, silent.getLocalPort(), silent.getLocalPort(), url));
            page = a + "\n";
            serves("a");
            Api api = api(last);
            Eventually.until("the timeout is told",
                    () -> api.get(pool("late")).with(200).at("/discoveryFailure").contains("no answer within 50 ms"));
            page = b + "\n";
            serves("b");
            last.signal("INT");
            last.exitCode();
        }
    }
}
