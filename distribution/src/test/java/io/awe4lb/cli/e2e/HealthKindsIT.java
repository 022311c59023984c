package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Each kind of check in the running program: the backend serves while the check passes, and the log says why when it does not. */
@Order(1)
class HealthKindsIT extends EndToEnd {

    private int starts;

    /** Another port is checked than the one that serves, so that nothing but the check can notice. */
    private Awe4lb checking(String check, int port) throws Exception {
        String configuration = """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    backends: ["%s"]
                    healthCheck: {%s, port: %s, interval: 100ms, timeout: 10s, rise: 1, fall: 1, initial: down}
                """.formatted(backend("a"), check, port);
        starts++; // each has a file of its own: what changes is read again
        return started("run", "-c", file("awe4lb-" + starts + ".yaml", configuration).toString()).ready();
    }

    private void serves(Awe4lb awe4lb) throws Exception {
        InetSocketAddress web = awe4lb.address("web");
        Eventually.until("it serves", () -> client(web).isGreeted());
    }

    private void isDown(Awe4lb awe4lb, String sentence) throws Exception {
        awe4lb.says(sentence);
        InetSocketAddress web = awe4lb.address("web");
        Eventually.until("it does not serve", () -> !client(web).isGreeted());
    }

    @Test
    void http() throws Exception {
        Answering health = opened.add(Answering.plainly("\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nready=1"));
        Awe4lb awe4lb = checking(
                "type: http, path: /health, headers: {Host: web.example.com}, status: [200, 300-399], body: 'ready=[1-9]'", health.port());
        serves(awe4lb);

        health.answers("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        isDown(awe4lb, "down (was up): it answered 503 Service Unavailable, expected 200, 300-399");

        health.answers("HTTP/1.1 302 Found\r\n\r\nready=2");
        serves(awe4lb);
        health.answers("HTTP/1.1 200 OK\r\n\r\nready=0");
        isDown(awe4lb, "it answered 200 OK, but 'ready=[1-9]' is not in its body, which begins with \"ready=0\"");
    }

    @Test
    void httpOverTls() throws Exception {
        SelfSigned certificate = SelfSigned.make(directory, "EC");
        Answering health = opened.add(new Answering(certificate.serving().getServerSocketFactory(), "\r\n\r\n", "HTTP/1.1 204 No\r\n\r\n"));
        serves(checking("type: http, tls: true, ca: \"%s\", sni: localhost".formatted(certificate.cert()), health.port()));
        Awe4lb untrusting = checking("type: http, tls: true", health.port());
        isDown(untrusting, "set 'ca' to the PEM file of its issuer, or 'verify: false'");
    }

    @Test
    void tls() throws Exception {
        SelfSigned certificate = SelfSigned.make(directory, "EC");
        Answering health = opened.add(new Answering(certificate.serving().getServerSocketFactory(), "\n", ""));
        String trusting = "type: tls, ca: \"%s\", sni: localhost".formatted(certificate.cert());
        serves(checking(trusting + ", daysLeft: 1", health.port()));
        isDown(checking(trusting + ", daysLeft: 60", health.port()), "in 29 days, and 60 are wanted: renew it");
    }

    @Test
    void probe() throws Exception {
        Answering health = opened.add(Answering.plainly("PING\r\n", "+PONG\r\n"));
        Awe4lb awe4lb = checking("type: probe, send: 'PING\\x0d\\n', expect: '+PONG'", health.port());
        serves(awe4lb);
        health.answers("-ERR\r\n");
        isDown(awe4lb, "down (was up): it answered \"-ERR\\r\\n\", expected it to begin with \"+PONG\"");
    }

    @Test
    void exec() throws Exception {
        Path state = file("state", "0");
        Path program = file("check.sh", "#!/bin/sh\necho \"$1:$2\"\nexit $(cat '" + state + "')\n");
        assertTrue(program.toFile().setExecutable(true));
        Awe4lb awe4lb = checking("type: exec, command: [\"%s\", $host, $port]".formatted(program), 4711);
        serves(awe4lb);
        Files.writeString(state, "7");
        isDown(awe4lb, "down (was up): the program ended with 7 and printed \"127.0.1.1:4711\\n\", expected 0");
    }

    @Test
    void redis() throws Exception {
        Place place = Place.free();
        String server = "redis-server --bind 127.0.3.1 --save '' --port " + place.address().getPort() + " --dir ";
        RealServer redis =
                opened.add(RealServer.start("apt-get install redis-server", server + "'" + directory + "' --requirepass pencil"));
        String check = "type: redis, role: primary, password: pencil, host: 127.0.3.1";
        Awe4lb awe4lb = checking(check, place.address().getPort());
        serves(awe4lb);
        Awe4lb refused = checking("type: redis, host: 127.0.3.1", place.address().getPort());
        isDown(refused, "it refused: \"NOAUTH Authentication required.\"; set 'password'");

        redis.close();
        awe4lb.says("down (was up): ");
        String replica = " --requirepass pencil --replicaof 127.0.0.1 1";
        opened.add(RealServer.start("apt-get install redis-server", server + "'" + directory + "'" + replica));
        isDown(checking(check, place.address().getPort()), "it is a replica of 127.0.0.1:1, a primary is wanted");
        Awe4lb apart = checking(check.replace("primary", "replica"), place.address().getPort());
        isDown(apart, "it is a replica, but its connection to its primary 127.0.0.1:1 is \"connect");
    }

    @Test
    void postgres() throws Exception {
        Place place = Place.free();
        Path data = RealServer.postgresData("checker", "pencil");
        opened.add(() -> RealServer.remove(data));
        RealServer primary = opened.add(RealServer.postgres(data, place.address().getPort()));
        Awe4lb awe4lb =
                checking("type: postgres, role: primary, user: checker, password: pencil, host: 127.0.3.1", place.address().getPort());
        serves(awe4lb);
        serves(checking("type: postgres, host: 127.0.3.1", place.address().getPort()));
        Awe4lb refused = checking("type: postgres, user: checker, password: wrong, host: 127.0.3.1", place.address().getPort());
        isDown(refused, "password authentication failed for user");

        primary.close();
        awe4lb.says("down (was up): ");
        RealServer.makeReplica(data);
        opened.add(RealServer.postgres(data, place.address().getPort()));
        serves(checking("type: postgres, role: replica, user: checker, password: pencil, host: 127.0.3.1", place.address().getPort()));
        isDown(checking("type: postgres, role: primary, user: checker, password: pencil, host: 127.0.3.1", place.address().getPort()),
                "it is a replica, a primary is wanted");
    }

    /** Several pools in one program, each with a check of its own on a server at 127.0.3.1. */
    private Awe4lb checkingAll(Map<String, String> checks) throws Exception {
        NamedBackend backend = backend("a");
        var listeners = new StringBuilder("listeners:\n");
        var pools = new StringBuilder("pools:\n");
        checks.forEach((name, check) -> {
            listeners.append("  %s: {bind: \"127.0.0.1:0\", pool: %s}\n".formatted(name, name));
            pools.append("""
                      %s:
                        backends: ["%s"]
                        healthCheck: {%s, host: 127.0.3.1, interval: 100ms, timeout: 10s, rise: 1, fall: 1, initial: down}
                    """.formatted(name, backend, check));
        });
        return serving("%s", listeners.append(pools));
    }

    private void serves(Awe4lb awe4lb, String pool) throws Exception {
        InetSocketAddress address = awe4lb.address(pool);
        Eventually.until(pool + " serves", () -> client(address).isGreeted());
    }

    private void isDown(Awe4lb awe4lb, String pool, String sentence) throws Exception {
        Pattern line = Pattern.compile("pool " + pool + ", backend [^ ]+: down \\(was [a-z]+\\): .*" + Pattern.quote(sentence));
        awe4lb.err().says(line);
        InetSocketAddress address = awe4lb.address(pool);
        Eventually.until(pool + " does not serve", () -> !client(address).isGreeted());
    }

    private static int free() throws Exception {
        return Place.free().address().getPort();
    }

    @Test
    void redisAndPostgresOverTls() throws Exception {
        SelfSigned certificate = SelfSigned.make(directory, "EC");
        String trusting = ", tls: true, sni: localhost, ca: \"%s\"".formatted(certificate.cert());
        int redis = free();
        opened.add(RealServer.start("apt-get install redis-server",
                "redis-server --bind 127.0.3.1 --save '' --port 0 --tls-port %d --tls-cert-file '%s' --tls-key-file '%s' --tls-auth-clients no"
                        .formatted(redis, certificate.cert(), certificate.key())));
        int port = free();
        Path data = RealServer.postgresData("checker", "pencil");
        opened.add(() -> RealServer.remove(data));
        RealServer plain = opened.add(RealServer.postgres(data, port));
        String postgres = "type: postgres, role: primary, user: checker, password: pencil, port: " + port;
        Awe4lb awe4lb = checkingAll(Map.of(
                "redis", "type: redis, role: primary, port: " + redis + trusting,
                "untrusting", "type: redis, tls: true, port: " + redis,
                "postgres", postgres + trusting));
        serves(awe4lb, "redis");
        isDown(awe4lb, "untrusting", "set 'ca' to the PEM file of its issuer, or 'verify: false'");
        isDown(awe4lb, "postgres", "the server speaks no TLS: switch its 'ssl' on, or leave 'tls' out");
        plain.close();
        RealServer.secure(data, certificate);
        opened.add(RealServer.postgres(data, port, "-c", "ssl=on"));
        serves(awe4lb, "postgres");
    }

    @Test
    void mysql() throws Exception {
        int port = free();
        RealServer.mariadbData(directory, "checker", "pencil");
        RealServer primary = opened.add(RealServer.mariadb(directory, port, ""));
        SelfSigned certificate = SelfSigned.make(directory, "RSA");
        String check = "type: mysql, user: checker, password: pencil, port: " + port;
        Awe4lb awe4lb = checkingAll(Map.of(
                "primary", check + ", role: primary",
                "alive", "type: mysql, port: " + port,
                "wrong", check.replace("pencil", "eraser"),
                "replica", check + ", role: replica, tls: true, sni: localhost, ca: \"%s\"".formatted(certificate.cert())));
        serves(awe4lb, "primary");
        serves(awe4lb, "alive");
        isDown(awe4lb, "wrong", "it refused: \"Access denied for user 'checker'@'");
        isDown(awe4lb, "replica", "the server speaks no TLS");

        primary.close();
        isDown(awe4lb, "primary", ""); // by a reset in the midst of a check, or because nobody listens
        opened.add(RealServer.mariadb(directory, port,
                "--read-only --ssl-cert='%s' --ssl-key='%s'".formatted(certificate.cert(), certificate.key())));
        serves(awe4lb, "replica");
        serves(awe4lb, "alive");
        client(awe4lb.address("primary")).isClosed();
    }

    @Test
    void dns() throws Exception {
        int port = free();
        RealServer server = opened.add(RealServer.start("apt-get install dnsmasq-base",
                "dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --listen-address=127.0.3.1"
                        + " --bind-interfaces --pid-file= --user=root --address=/www.example.com/192.0.2.1 --port=" + port));
        Awe4lb awe4lb = checkingAll(Map.of(
                "udp", "type: dns, name: www.example.com, port: " + port,
                "tcp", "type: dns, name: www.example.com, protocol: tcp, port: " + port,
                "unknown", "type: dns, name: www.example.org, port: " + port));
        serves(awe4lb, "udp");
        serves(awe4lb, "tcp");
        isDown(awe4lb, "unknown", "it answered REFUSED with 0 records, expected NOERROR with a record at least");
        server.close();
        isDown(awe4lb, "udp", "nobody listens on its UDP port");
    }

    /** HAProxy answers nobody there who does not say first whom it speaks for. */
    @Test
    void aBackendThatWantsAProxyHeaderGetsOne() throws Exception {
        Place place = Place.free();
        Path config = file("haproxy.cfg", """
                defaults
                    mode http
                    timeout client 5s
                frontend health
                    bind %s accept-proxy
                    http-request return status 200
                """.formatted(place));
        opened.add(RealServer.start("apt-get install haproxy", "haproxy -f '" + config + "'"));
        String check = "type: http, port: " + place.address().getPort();
        Awe4lb awe4lb = checkingAll(Map.of("v1", check + ", proxyProtocol: v1", "v2", check + ", proxyProtocol: v2", "without", check));
        serves(awe4lb, "v1");
        serves(awe4lb, "v2");
        isDown(awe4lb, "without", "");
    }

    /** A real HTTP/2 server with the answer of a health service; what that may say otherwise is for the tests of the plugin. */
    @Test
    void grpc() throws Exception {
        int port = free();
        Path answer = directory.resolve("grpc.health.v1.Health").resolve("Check");
        Files.createDirectories(answer.getParent());
        Files.write(answer, new byte[] {0, 0, 0, 0, 2, 8, 1});
        opened.add(RealServer.start("apt-get install nghttp2-server", "nghttpd --no-tls --address=127.0.3.1 --trailer='grpc-status: 0'"
                + " --htdocs='" + directory + "' " + port));
        Awe4lb awe4lb = checkingAll(Map.of("plain", "type: grpc, port: " + port, "secure", "type: grpc, tls: true, port: " + port));
        serves(awe4lb, "plain");
        isDown(awe4lb, "secure", "");
        Files.write(answer, new byte[] {0, 0, 0, 0, 2, 8, 2});
        isDown(awe4lb, "plain", "it says NOT_SERVING, expected SERVING");
    }
}
