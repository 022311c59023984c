package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.PlayedServer;
import java.io.IOException;

/** An API server with what a discovery asks for. */
final class PlayedApi implements AutoCloseable {

    final PlayedCollection slices = new PlayedCollection();
    final PlayedCollection services = new PlayedCollection();
    final PlayedCollection nodes = new PlayedCollection();

    private final PlayedServer server;

    PlayedApi() throws IOException {
        this(0);
    }

    /** @param port 0 for any */
    PlayedApi(int port) throws IOException {
        server = new PlayedServer(port, (asked, reply) -> collection(asked.target()).play(asked, reply));
    }

    private PlayedCollection collection(String target) {
        return switch (target.replaceFirst("\\?.*", "")) {
            case "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices" -> slices;
            case "/api/v1/namespaces/shop/services" -> services;
            case "/api/v1/nodes" -> nodes;
            default -> new PlayedCollection(); // has nothing
        };
    }

    String endpoint() {
        return server.endpoint();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
