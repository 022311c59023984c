package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients of TLS that are led where they want to go, with the programs that people use. */
class RouteIT extends Administered {

    private static final long PATIENCE = 60;

    private Answering tls(SelfSigned certificate, String name) throws Exception {
        return opened.add(new Answering(certificate.serving().getServerSocketFactory(), "\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n" + name));
    }

    private Answering plain(String name) throws Exception {
        return opened.add(Answering.plainly("\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n" + name));
    }

    @Test
    void clientsGoWhereTheirNameLeadsAndNobodyReadsMore() throws Exception {
        SelfSigned certificate = SelfSigned.make(directory, "EC");
        Awe4lb awe4lb = administered(admin() + """
                accessLog: {target: {file: "%s"}}
                listeners:
                  secure:
                    bind: "127.0.0.1:0"
                    routes:
                      - {sni: api.example.com, pool: api}
                      - {sni: "*.example.com", alpn: h2, pool: h2}
                      - {sni: "*.example.com", pool: others}
                  tenants: {bind: "127.0.0.1:0", pool: tenants}
                  mixed:
                    bind: "127.0.0.1:0"
                    tls: {certificates: {cert: "%7$s", key: "%8$s"}}
                    routes:
                      - {application: postgres, sni: db.example.com, pool: plain}
                      - {application: ssh, pool: plain}
                      - {host: shop.example.com, pool: plain}
                    pool: rest
                  guarded: {bind: "127.0.0.1:0", pool: tenants, access: [deny 127.0.0.0/8]}
                pools:
                  api: {backends: ["127.0.1.1:%d"]}
                  h2: {backends: ["127.0.1.1:%d"]}
                  others: {backends: ["127.0.1.1:%d"]}
                  plain: {backends: ["127.0.1.1:%9$d"]}
                  rest: {backends: ["127.0.1.1:%10$d"]}
                  tenants: {strategy: {type: sticky, by: sni}, backends: ["127.0.1.1:%d", "127.0.1.1:%d"]}
                """.formatted(directory.resolve("access.log"), tls(certificate, "api").port(), tls(certificate, "h2").port(),
                tls(certificate, "others").port(), tls(certificate, "one").port(), tls(certificate, "two").port(),
                certificate.cert(), certificate.key(), plain("plain").port(), plain("rest").port()));
        InetSocketAddress secure = awe4lb.address("secure");

        assertTrue(openssl(secure, "api.example.com").endsWith("api"));
        assertEquals("api", curl(secure, "API.example.com"));
        assertEquals("h2", curl(secure, "shop.example.com", "--http2"));
        assertEquals("others", curl(secure, "shop.example.com", "--no-alpn"));
        assertTrue(openssl(secure, "example.org").contains("unrecognized name"), "the alert");
        try (Peer plain = Peer.connect(secure)) {
            plain.sends("GET / HTTP/1.1\r\n\r\n");
            plain.seesEnd();
        }
        Eventually.until("the log has them", () -> {
            String log = java.nio.file.Files.readString(directory.resolve("access.log"));
            return log.contains("\"tls\":{\"sni\":\"shop.example.com\",\"alpn\":\"h2,http/1.1\"}") && log.contains("no_route")
                    && log.contains("tls_handshake_failed");
        });
        assertMixed(awe4lb.address("mixed"));
        assertSticky(awe4lb.address("tenants"));
        try (Peer denied = Peer.connect(awe4lb.address("guarded"))) {
            denied.seesEnd();
        }
        assertCounted(api(awe4lb, VIEWER));
    }

    private static void assertCounted(Api api) throws Exception {
        Reply secure = api.get("/api/v1/listeners/secure").with(200);
        Scrape scrape = Scrape.of(api.get("/metrics").with(200).body());
        int[] expected = {2, 1, 1};
        for (int i = 0; i < expected.length; i++) {
            String pool = secure.at("/routes/" + i + "/pool");
            assertEquals(Integer.toString(expected[i]), secure.at("/routes/" + i + "/connections"), pool);
            assertEquals(expected[i], scrape.value("awe4lb_route_connections_total", "listener", "secure", "route",
                    Integer.toString(i + 1), "pool", pool));
        }
        assertEquals("no_route", api.get("/api/v1/listeners/secure/route?sni=example.org").with(200).at("/end"));
        assertEquals("h2", api.get("/api/v1/listeners/secure/route?sni=shop.example.com&alpn=h2").with(200).at("/pool"));
        assertEquals("denied", api.get("/api/v1/listeners/guarded/route?source=127.0.0.1").with(200).at("/end"));
        assertEquals(1, scrape.value("awe4lb_listener_connections_rejected_total", "listener", "guarded", "protocol", "tcp", "reason",
                "denied"));
    }

    /** One port for TLS, for PostgreSQL that wishes for TLS, for SSH and for HTTP in clear. */
    private static void assertMixed(InetSocketAddress mixed) throws Exception {
        assertTrue(output("GET / HTTP/1.0\r\n\r\n", "openssl", "s_client", "-quiet", "-starttls", "postgres", "-connect",
                "127.0.0.1:" + mixed.getPort(), "-servername", "db.example.com").endsWith("plain"));
        assertEquals("rest", curl(mixed, "other.example.com"));
        for (String first : List.of("SSH-2.0-test\r\n\r\n", "GET / HTTP/1.1\r\nHost: shop.example.com\r\n\r\n")) {
            try (Peer client = Peer.connect(mixed)) {
                client.sends(first);
                client.receives("HTTP/1.0 200 OK\r\n\r\nplain");
            }
        }
        try (Peer client = Peer.connect(mixed)) {
            client.sends("GET / HTTP/1.1\r\nHost: other.example.com\r\n\r\n");
            client.seesEnd();
        }
    }

    private static void assertSticky(InetSocketAddress tenants) throws Exception {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            String first = curl(tenants, "tenant" + i + ".example.com");
            assertEquals(first, curl(tenants, "tenant" + i + ".example.com"));
            all.add(first);
        }
        assertEquals(Set.of("one", "two"), all);
    }

    private static String openssl(InetSocketAddress address, String name) throws Exception {
        return output("GET / HTTP/1.0\r\n\r\n", "openssl", "s_client", "-quiet", "-connect", "127.0.0.1:" + address.getPort(),
                "-servername", name);
    }

    private static String curl(InetSocketAddress address, String name, String... options) throws Exception {
        String[] command = {"curl", "-sk", "--connect-to", "::127.0.0.1:" + address.getPort(), "https://" + name + "/"};
        String[] all = new String[command.length + options.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        return output("", all);
    }

    private static String output(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.outputWriter().append(input).flush();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(process.waitFor(PATIENCE, TimeUnit.SECONDS), said);
        return said;
    }
}
