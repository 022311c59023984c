package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that says something, in versions, and lets who knows one wait for the next. How it says it is the test's. */
final class PlayedSource implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Says now = new Says(1, 200, "");

    /** What is said. */
    record Says(long version, int status, String text) {

        /** As the answer to one question. */
        void to(HttpExchange exchange) throws IOException {
            exchange.sendResponseHeaders(status, 0); // chunked
            exchange.getResponseBody().write(text.getBytes(UTF_8));
        }
    }

    /** How a question is answered. */
    @FunctionalInterface
    interface Manner {

        void answer(PlayedSource source, HttpExchange exchange) throws IOException, InterruptedException;
    }

    PlayedSource(Manner manner) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                manner.answer(this, exchange);
            } catch (InterruptedException _) { // the test is over
                return;
            }
        });
        server.start();
    }

    synchronized void says(int status, String text) {
        now = new Says(now.version + 1, status, text);
        notifyAll();
    }

    synchronized Says now() {
        return now;
    }

    synchronized Says after(long version) throws InterruptedException {
        while (now.version == version) {
            wait();
        }
        return now;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
