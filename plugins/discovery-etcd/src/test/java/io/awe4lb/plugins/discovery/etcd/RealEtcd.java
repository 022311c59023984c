package io.awe4lb.plugins.discovery.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Json;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.DiscoveryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of etcd out of Debian's packages, with a store of its own. */
final class RealEtcd implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/etcd");
    /** That no client gets as its own, so that nobody takes its ports meanwhile. */
    private static final String HOST = "127.0.3.1";
    private static final long DEADLINE_SECONDS = 30;

    private final String client;
    private final Server server;
    private final List<String> command;
    private Process process;
    private Optional<String> token = Optional.empty();

    private RealEtcd(Path data, String client, String peer) throws IOException {
        if (!Files.exists(PROGRAM)) {
            throw new IOException("etcd is needed: apt-get install etcd-server, as .ci/run does");
        }
        this.client = client;
        command = List.of(PROGRAM.toString(), "--data-dir", data.toString(), "--listen-client-urls", client, "--advertise-client-urls",
                client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "default=" + peer,
                "--unsafe-no-fsync", "--log-level", "error");
        server = Server.at(Endpoint.of("endpoints", client), new Tls(true, Optional.empty(), Optional.empty()));
        process = run();
    }

    /** @param directory in which it may write */
    static RealEtcd start(Path directory) throws Exception {
        return new RealEtcd(directory.resolve("etcd"), free(), free()).ready();
    }

    private static String free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return "http://%s:%d".formatted(HOST, socket.getLocalPort());
        }
    }

    private Process run() throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private RealEtcd ready() throws Exception {
        long begin = System.nanoTime();
        while (!isHealthy()) {
            assertTrue(process.isAlive() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS), "etcd serves");
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return this;
    }

    private boolean isHealthy() throws InterruptedException {
        try {
            return server.ask(Request.get("/health")).text().contains("true");
        } catch (DiscoveryException _) { // not yet
            return false;
        }
    }

    String endpoint() {
        return client;
    }

    void puts(String key, String value) throws Exception {
        asks("kv/put", Map.of("key", base64(key), "value", base64(value)));
    }

    void deletes(String key) throws Exception {
        asks("kv/deleterange", Map.of("key", base64(key)));
    }

    /** Forgets what was before the last change. */
    void compacts() throws Exception {
        Object answer = asks("kv/range", Map.of("key", base64("x")));
        asks("kv/compaction", Map.of("revision", Json.text(answer, "header", "revision").orElseThrow(), "physical", true));
    }

    /** From now on, whoever has no password gets nothing. @param reader may read everything, as root may */
    void wantsPasswords(String reader, String password) throws Exception {
        asks("auth/role/add", Map.of("name", "root"));
        for (String user : List.of("root", reader)) {
            asks("auth/user/add", Map.of("name", user, "password", password));
            asks("auth/user/grant", Map.of("user", user, "role", "root"));
        }
        asks("auth/enable", Map.of());
        token = Json.text(asks("auth/authenticate", Map.of("name", "root", "password", password)), "token");
    }

    /** Makes all tokens that were given before useless. */
    void changesUsers(String name) throws Exception {
        asks("auth/user/add", Map.of("name", name, "password", name));
    }

    private Object asks(String path, Map<String, Object> body) throws Exception {
        Request request = Request.post("/v3/" + path, Json.write(body));
        return server.ask(token.map(value -> request.with("Authorization", value)).orElse(request)).requireOk("", "").json();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** Keeps what it has stored. */
    void stops() {
        process.destroy();
        process.onExit().completeOnTimeout(process, DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }

    void comesBack() throws Exception {
        process = run();
        ready();
    }

    @Override
    public void close() {
        stops();
        server.close();
    }
}
