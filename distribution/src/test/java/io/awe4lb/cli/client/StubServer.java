package io.awe4lb.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as it is told to, and fails where either side leaves openapi.yaml. */
final class StubServer implements AutoCloseable {

    /** What came. */
    record Asked(String method, URI uri, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        @Override
        public String toString() {
            return method + " " + uri + (body.isEmpty() ? "" : " " + body);
        }
    }

    /** What is said. */
    record Said(int status, String contentType, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Queue<Said>> answers = new HashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Throwable> breaches = new CopyOnWriteArrayList<>();

    StubServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    static StubServer open() throws IOException {
        return new StubServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    /** The next answer to a request, as {@code GET /api/v1/info}; the last one is given again and again. */
    StubServer on(String request, JsonNode body) {
        return on(request, new Said(200, "application/json", body.toString(), Map.of()));
    }

    StubServer on(String request, Said said) {
        answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(said);
        return this;
    }

    StubServer refuse(String request, String response) {
        return refuse(request, Contract.WRITTEN.problem(response));
    }

    StubServer refuse(String request, JsonNode problem) {
        return on(request, new Said(problem.path("status").asInt(), "application/problem+json", problem.toString(), Map.of()));
    }

    /** Everything that was asked, in order. */
    List<Asked> asked() {
        return asked;
    }

    Asked last() {
        return asked.getLast();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(new Asked(exchange.getRequestMethod(), uri, Map.copyOf(exchange.getRequestHeaders()),
                    new String(body, StandardCharsets.UTF_8)));
            Said said = next(exchange.getRequestMethod() + " " + uri.getRawPath());
            check(exchange, body, said);
            exchange.getResponseHeaders().set("Content-Type", said.contentType());
            said.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void check(HttpExchange exchange, byte[] body, Said said) {
        try {
            String method = exchange.getRequestMethod();
            URI uri = exchange.getRequestURI();
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            Contract.Operation operation = Contract.WRITTEN.operation(method, uri);
            Contract.WRITTEN.checkRequest(operation, uri, exchange.getRequestHeaders().keySet(), type, body);
            Contract.WRITTEN.checkAnswer(operation, said.status(), said.contentType(), said.body());
        } catch (IOException | AssertionError breach) {
            breaches.add(breach);
        }
    }

    private Said next(String request) {
        Queue<Said> queue = answers.getOrDefault(request, new ArrayDeque<>());
        if (queue.isEmpty()) {
            breaches.add(new AssertionError("no answer prepared for " + request));
            return new Said(500, "text/plain", "unprepared", Map.of());
        }
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    @Override
    public void close() {
        server.stop(0);
        if (!breaches.isEmpty()) {
            AssertionError breach = new AssertionError("the contract was broken: " + breaches.getFirst().getMessage());
            breaches.forEach(breach::addSuppressed);
            throw breach;
        }
    }
}
