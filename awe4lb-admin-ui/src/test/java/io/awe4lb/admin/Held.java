package io.awe4lb.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Connections through a balancer that neither side ends. */
final class Held implements AutoCloseable {

    private final ServerSocket backend;
    private final Clients clients;

    private Held(ServerSocket backend, Clients clients) {
        this.backend = backend;
        this.clients = clients;
    }

    /** Through a listener and a pool that are both called {@code held}. */
    static Held of(Managed managed, int count) throws Exception {
        ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        managed.admin().patch("/api/v1/config", """
                {"listeners": {"held": {"bind": "127.0.0.1:0", "pool": "held"}}, "pools": {"held": {"backends": ["127.0.0.1:%d"]}}}
                """.formatted(backend.getLocalPort()), "If-Match", "*").is(200);
        Held held = new Held(backend, Clients.connect(count, managed.listener("held")));
        Eventually.is(count, () -> managed.running().balancer().connections(_ -> true, Integer.MAX_VALUE).connections().size(),
                "connections");
        return held;
    }

    String backend() {
        return "127.0.0.1:" + backend.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        backend.close();
    }
}
