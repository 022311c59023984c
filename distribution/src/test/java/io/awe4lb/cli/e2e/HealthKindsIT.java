package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Each kind of check in the running program: the backend serves while the check passes, and the log says why when it does not. */
class HealthKindsIT extends EndToEnd {

    /** Another port is checked than the one that serves, so that nothing but the check can notice. */
    private Awe4lb checking(String check, int port) throws Exception {
        return serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    backends: ["%s"]
                    healthCheck: {%s, port: %s, interval: 100ms, timeout: 10s, rise: 1, fall: 1, initial: down}
                """, backend("a"), check, port);
    }

    private void serves(Awe4lb awe4lb) throws Exception {
        InetSocketAddress web = awe4lb.address("web");
        Eventually.until("it serves", () -> client(web).isGreeted());
    }

    private void isDown(Awe4lb awe4lb, String sentence) throws Exception {
        awe4lb.says(sentence);
        client(awe4lb.address("web")).isClosed();
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
        isDown(checking(trusting + ", daysLeft: 30", health.port()), "in 1 days, and 30 are wanted: renew it");
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
}
