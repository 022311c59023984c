package io.awe4lb.plugins.metrics.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.MetricsPage;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A server for nothing but the page of metrics: one thread for the sockets, a virtual one for each request. */
final class PageServer implements AutoCloseable {

    private static final String PATH = "/metrics";
    private static final int BACKLOG = 16;
    /** Each reads everything anew; who comes on top of that is told to come later. */
    private static final int READINGS_AT_ONCE = 4;

    static {
        // What the JDK's server does not limit by itself, in seconds and connections. Read once, when its first instance is made.
        Map.of("sun.net.httpserver.maxReqTime", "10", "sun.net.httpserver.maxRspTime", "60", "jdk.httpserver.maxConnections", "64")
                .forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    }

    private final HttpServer server;
    private final ExecutorService requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("metrics-", 0).factory());
    private final Semaphore readings = new Semaphore(READINGS_AT_ONCE);
    private final MetricsPage page;
    private boolean started;
    private boolean closed;

    private PageServer(HttpServer server, MetricsPage page) {
        this.server = server;
        this.page = page;
    }

    /** Listens, and answers as soon as it is started. */
    static PageServer bind(Address.Inet address, MetricsPage page) throws IOException {
        InetSocketAddress socket = address.host().isEmpty() ? new InetSocketAddress(address.port())
                : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        try {
            return new PageServer(HttpServer.create(socket, BACKLOG), page);
        } catch (BindException failure) {
            var told = new BindException("cannot listen at %s: %s: take another address".formatted(address, failure.getMessage()));
            told.initCause(failure);
            throw told;
        }
    }

    void start() {
        server.setExecutor(requests);
        server.createContext("/", this::answer);
        server.start();
        started = true;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                refuse(exchange, 404, "the metrics are at " + PATH);
            } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                refuse(exchange, 405, "this path has GET and HEAD");
            } else if (readings.tryAcquire()) {
                try {
                    show(exchange);
                } finally {
                    readings.release();
                }
            } else {
                exchange.getResponseHeaders().set("Retry-After", "1");
                refuse(exchange, 503, "too many read at once: try again");
            }
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        String type = page.contentType(header(exchange, "Accept"));
        boolean isCompressed = MetricsPage.takesGzip(header(exchange, "Accept-Encoding"));
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
        if (isCompressed) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, 0); // as long as it gets
        if (isCompressed) {
            page.writeGzip(type, exchange.getResponseBody());
        } else {
            page.write(type, exchange.getResponseBody());
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return String.join(",", exchange.getRequestHeaders().getOrDefault(name, List.of()));
    }

    private static void refuse(HttpExchange exchange, int status, String sentence) throws IOException {
        byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    /** One that was never started cannot be stopped by the JDK without being started first. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!started) {
            server.start();
        }
        server.stop(0);
        requests.close();
    }
}
