package io.awe4lb.plugins.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on loopback that a test plays, which may take its time over an answer. Each request has a thread of its own. */
public final class PlayedServer implements AutoCloseable {

    /** No client gets it as its own, so that a port there is free again when a server has left it. */
    private static final String NOBODYS_OWN = "127.0.3.1";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** What is said. */
    @FunctionalInterface
    public interface Part {

        /** Answers. @param reply ends when this returns */
        void play(Asked asked, Reply reply) throws IOException, InterruptedException;
    }

    /** A request. */
    public static final class Asked {

        private final HttpExchange exchange;
        private final String body;

        private Asked(HttpExchange exchange) throws IOException {
            this.exchange = exchange;
            this.body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        }

        /** Path and query, as they came. */
        public String target() {
            return exchange.getRequestURI().toString();
        }

        /** The first one of this name. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
        }

        /** Empty for none. */
        public String body() {
            return body;
        }
    }

    /** An answer. Not to be used by two threads at once. */
    public static final class Reply {

        private final HttpExchange exchange;

        private Reply(HttpExchange exchange) {
            this.exchange = exchange;
        }

        /** Before it begins. */
        public Reply with(String header, String value) {
            exchange.getResponseHeaders().set(header, value);
            return this;
        }

        /** Sends the head. */
        public Reply begin(int status) throws IOException {
            exchange.sendResponseHeaders(status, 0); // chunked
            exchange.getResponseBody().flush();
            return this;
        }

        /** Sends some of the body. */
        public Reply write(String text) throws IOException {
            OutputStream body = exchange.getResponseBody();
            body.write(text.getBytes(UTF_8));
            body.flush();
            return this;
        }
    }

    /** On any port. */
    public PlayedServer(Part part) throws IOException {
        this(0, part);
    }

    /** On a port that is free. */
    public PlayedServer(int port, Part part) throws IOException {
        server = begun(HttpServer.create(new InetSocketAddress(NOBODYS_OWN, port), 0), part);
    }

    /** On any port of localhost, over TLS. */
    public PlayedServer(SelfSigned certificate, Part part) throws Exception {
        KeyStore store = KeyStore.getInstance(certificate.store().toFile(), SelfSigned.PASSWORD.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, SelfSigned.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        server = begun(secure, part);
    }

    private HttpServer begun(HttpServer made, Part part) {
        made.setExecutor(threads);
        made.createContext("/", exchange -> serve(exchange, part));
        made.start();
        return made;
    }

    private static void serve(HttpExchange exchange, Part part) throws IOException {
        try (exchange) {
            part.play(new Asked(exchange), new Reply(exchange));
        } catch (InterruptedException _) { // the test is over
            return;
        }
    }

    /** Where it is asked. */
    public String endpoint() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return "%s://%s:%d".formatted(scheme, server.getAddress().getAddress().getHostAddress(), port());
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
