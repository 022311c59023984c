package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS that ends here, with the programs that people use. */
class TlsIT extends Administered {

    private static final long PATIENCE = 60;
    private static final String GET = "GET / HTTP/1.0\r\n\r\n";

    /** A system that trusts the authority of backend.example. */
    @Override
    Launch launch() {
        return Launch.shared().environment("PATH=/usr/bin:/bin", "SSL_CERT_FILE=" + directory.resolve("backend.pem"));
    }

    @ParameterizedTest
    @CsvSource({"linux, boringssl", "nio, jdk"})
    void clientsSpeakTlsAndTheBackendDoesNot(String transport, String engine) throws Exception {
        certificate("first", "rsa:2048", "first.example");
        certificate("ec", "ec -pkeyopt ec_paramgen_curve:P-256", "site.example");
        certificate("rsa", "rsa:2048", "site.example");
        Answering web = opened.add(Answering.plainly("\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nin clear"));
        certificate("backend", "ec -pkeyopt ec_paramgen_curve:P-256", "backend.example");
        OpensslServer stranger = opened.add(new OpensslServer(directory, "first"));
        OpensslServer backend = opened.add(new OpensslServer(directory, "backend"));
        Path log = directory.resolve("access.log");
        Awe4lb awe4lb = administered(admin() + """
                transport: %s
                accessLog: {target: {file: "%s"}}
                listeners:
                  secure:
                    bind: "127.0.0.1:0"
                    tls:
                      certificates: [%s, %s, %s]
                      alpn: [http/1.1]
                      engine: %s
                    pool: web
                  again: {bind: "127.0.0.1:0", tls: {certificates: %s, alpn: [http/1.1]}, pool: backends}
                  plain: {bind: "127.0.0.1:0", pool: backends}
                  usual: {bind: "127.0.0.1:0", pool: usual}
                pools:
                  web: {backends: ["127.0.1.1:%d"]}
                  backends:
                    strategy: first
                    backends: ["127.0.0.1:%d", "127.0.0.1:%d"]
                    tls: {ca: "%s", sni: backend.example, engine: %s}
                  usual: {backends: ["127.0.0.1:%10$d"], tls: {sni: backend.example}}
                  checked:
                    backends: ["127.0.0.1:%9$d", "127.0.0.1:%10$d"]
                    tls: {ca: "%11$s", sni: backend.example}
                    healthCheck: {type: tls, interval: 1h, timeout: 20s}
                """.formatted(transport, log, written("first"), written("ec"), written("rsa"), engine, written("first"),
                web.port(), stranger.port(), backend.port(), directory.resolve("backend.pem"), engine));
        InetSocketAddress secure = awe4lb.address("secure");

        assertEquals("in clear", curl(secure, "first"));
        assertTrue(openssl(secure, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256").contains("in clear"), "EC");
        assertTrue(openssl(secure, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256").contains("in clear"), "RSA for the same name");
        assertTrue(openssl(secure, "-tls1_3").contains("in clear"), "TLS 1.3");
        assertTrue(openssl(secure, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0").contains("protocol version"), "an old version");
        assertTrue(openssl(secure, "-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0").contains("handshake failure"), "a weak suite");
        assertTrue(openssl(secure, "-alpn", "h2").contains("no application protocol"), "another protocol");
        assertEquals(1, resumed(secure), "the second connection of a session");
        backendsSpeakTls(awe4lb, backend);
        checksSpeakTlsAsTheirPoolDoes(awe4lb);
        Eventually.until("the log has them", () -> {
            String lines = Files.readString(log);
            return lines.contains("\"protocol\":\"tls\"")
                    && lines.contains("\"version\":\"TLSv1.2\",\"cipher\":\"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\"")
                    && lines.contains("tls_handshake_failed");
        });

        certificate("first", "ec -pkeyopt ec_paramgen_curve:P-256", "first.example");
        Eventually.until("the renewed certificate is used", () -> curl(secure, "first").equals("in clear"));
        assertEquals("tls", api(awe4lb).get("/api/v1/listeners/secure").with(200).at("/protocol"));
        Reply certificates = api(awe4lb).get("/api/v1/certificates").with(200);
        assertEquals("secure", certificates.at("/0/listener"));
        assertEquals("first.example", certificates.at("/0/names/0"));
        assertEquals("EC", certificates.at("/0/key"), "the renewed one");
        assertEquals("RSA", certificates.at("/2/key"));
        assertTrue(api(awe4lb).get("/api/v1/events").with(200).toString().contains("new certificates are used"), "the event");
    }

    private void backendsSpeakTls(Awe4lb awe4lb, OpensslServer backend) throws Exception {
        String plain = "http://127.0.0.1:%d/".formatted(awe4lb.address("plain").getPort());
        assertTrue(output("", "curl", "-s", "-m", "30", plain).contains("New, TLSv1.3"), "the first connection");
        assertTrue(output("", "curl", "-s", "-m", "30", plain).contains("Reused, TLSv1.3"), "the next one");
        assertTrue(curl(awe4lb.address("again"), "first").contains(", TLSv1.3"), "out of TLS and into it again");
        String usual = "http://127.0.0.1:%d/".formatted(awe4lb.address("usual").getPort());
        assertTrue(output("", "curl", "-s", "-m", "30", usual).contains(", TLSv1.3"), "trusted because the system does");
        Reply events = api(awe4lb).get("/api/v1/events").with(200);
        assertTrue(events.toString().contains("TLS failed: its certificate is not trusted ("), events::toString);
        Reply passedOn = api(awe4lb).get("/api/v1/pools/backends/backends").with(200);
        assertNotEquals("", passedOn.at("/0/counters/connectErrors/backend_tls_failed"), "counted");
        assertEquals("127.0.0.1:" + backend.port(), passedOn.at("/1/id"));
        String page = api(awe4lb).get("/metrics").with(200).body();
        for (String line : List.of("awe4lb_tls_handshakes_total{listener=\"secure\",result=\"resumed\",version=\"TLSv1.2\"} 1",
                "awe4lb_tls_handshake_duration_seconds_count{listener=\"again\"} 1",
                "awe4lb_backend_tls_handshakes_total{backend=\"127.0.0.1:%d\",pool=\"backends\",result=\"full\",version=\"TLSv1.3\"} "
                        .formatted(backend.port()),
                "awe4lb_certificate_not_after_timestamp_seconds{file=\"%s\",listener=\"secure\",pool=\"\"} "
                        .formatted(directory.resolve("ec.pem")))) {
            assertTrue(page.contains(line), () -> line + "\n" + page);
        }
    }

    private void checksSpeakTlsAsTheirPoolDoes(Awe4lb awe4lb) throws Exception {
        Reply checks = api(awe4lb).post("/api/v1/pools/checked/check", "application/json", "").with(200);
        assertTrue(checks.at("/0/detail").contains("its certificate is not trusted ("), checks::toString);
        assertEquals("passed", checks.at("/1/result"), checks::toString);
    }

    private void certificate(String name, String algorithm, String server) throws Exception {
        output("", "openssl req -x509 -nodes -days 3 -subj /CN=%s -addext subjectAltName=DNS:%s -keyout key.new -out cert.new -newkey %s"
                .formatted(name, server, algorithm).split(" "));
        Files.move(directory.resolve("key.new"), directory.resolve(name + ".key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.move(directory.resolve("cert.new"), directory.resolve(name + ".pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private String written(String name) {
        return "{cert: \"%s.pem\", key: \"%s.key\"}".formatted(directory.resolve(name), directory.resolve(name));
    }

    private String curl(InetSocketAddress address, String name) throws Exception {
        return output("", "curl", "-s", "-m", "30", "--cacert", name + ".pem", "--connect-to", "::127.0.0.1:" + address.getPort(),
                "https://" + name + ".example/");
    }

    private String openssl(InetSocketAddress address, String... options) throws Exception {
        String[] command = {"openssl", "s_client", "-quiet", "-connect", "127.0.0.1:" + address.getPort(), "-servername", "site.example"};
        String[] all = new String[command.length + options.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        return output(GET, all);
    }

    /** openssl connects once, and then with the session that it has kept. */
    private long resumed(InetSocketAddress address) throws Exception {
        String[] connect = {"openssl", "s_client", "-tls1_2", "-connect", "127.0.0.1:" + address.getPort(), "-servername", "site.example",
            "-ign_eof", "-sess_out", "session"};
        output(GET, connect);
        connect[connect.length - 2] = "-sess_in";
        return output(GET, connect).lines().filter(line -> line.startsWith("Reused, TLSv1.2")).count();
    }

    private String output(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        try (var writer = process.outputWriter()) {
            writer.append(input);
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(process.waitFor(PATIENCE, TimeUnit.SECONDS), said);
        return said;
    }
}
