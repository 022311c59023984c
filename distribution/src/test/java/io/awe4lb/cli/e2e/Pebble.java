package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real ACME server for tests, Debian's package, with a DNS that knows one address for every name: that of {@link Place}. Authorities ask on
 * ports 80 and 443; this one is told others.
 */
final class Pebble implements AutoCloseable {

    private static final String HOST = "127.0.3.1";

    private final Path directory;
    private final Place place;
    private final Place management;
    private final Process names;
    private final Process server;

    private Pebble(Path directory, Place place, Place management, Process names, Process server) {
        this.directory = directory;
        this.place = place;
        this.management = management;
        this.names = names;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param directory for its files
     * @param http where it asks by HTTP
     * @param tls where it asks in TLS
     */
    static Pebble start(Path directory, Place http, Place tls) throws Exception {
        Place place = Place.free();
        Place management = Place.free();
        Place dns = Place.free();
        run(directory, "openssl", "req", "-x509", "-nodes", "-days", "3", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj",
                "/CN=pebble", "-addext", "subjectAltName=IP:" + HOST, "-keyout", "pebble.key", "-out", "pebble.pem");
        Path config = Files.writeString(directory.resolve("pebble.json"), """
                {"pebble": {"listenAddress": "%s", "managementListenAddress": "%s", "certificate": "pebble.pem",
                  "privateKey": "pebble.key", "httpPort": %d, "tlsPort": %d}}
                """.formatted(place, management, http.address().getPort(), tls.address().getPort()));
        Process names = process(directory, "names.log", "pebble-challtestsrv", "-dns01", dns.toString(), "-http01", "", "-https01", "",
                "-tlsalpn01", "", "-management", Place.free().toString(), "-defaultIPv4", HOST, "-defaultIPv6", "");
        Process server = process(directory, "pebble.log", "pebble", "-config", config.toString(), "-dnsserver", dns.toString());
        var pebble = new Pebble(directory, place, management, names, server);
        Eventually.until("Pebble answers", pebble::answers);
        return pebble;
    }

    private static Process process(Path directory, String log, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new IOException("Pebble is needed: apt-get install pebble, as .ci/run does", missing);
        }
    }

    private boolean answers() throws Exception {
        if (!server.isAlive() || !names.isAlive()) {
            throw new AssertionError(Files.readString(directory.resolve("pebble.log")) + Files.readString(directory.resolve("names.log")));
        }
        return !place.isRefused() && !management.isRefused();
    }

    /** Of its directory. */
    String url() {
        return "https://" + place + "/dir";
    }

    /** Whom clients of it have to trust. */
    Path ca() {
        return directory.resolve("pebble.pem");
    }

    /** The authority that its certificates go back to, another one at each start. */
    Path root() throws Exception {
        run(directory, "curl", "-s", "-f", "-m", "30", "--cacert", "pebble.pem", "-o", "root.pem", "https://" + management + "/roots/0");
        return directory.resolve("root.pem");
    }

    private static void run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() {
        for (Process process : List.of(server, names)) {
            process.destroyForcibly().onExit().join();
        }
    }
}
