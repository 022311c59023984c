package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The format {@code haproxy-tcp}, held against HAProxy itself with the same clients and backends, and read by its {@code halog}. */
class HaproxyFormatIT extends EndToEnd {

    /** The fields of {@code option tcplog}: section 8.2.2 of HAProxy's configuration manual. */
    private static final Pattern LINE = Pattern.compile("127\\.0\\.0\\.1:\\d+ \\[\\d{2}/\\w{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2}\\.\\d{3}\\] "
            + "(?<listener>\\S+) (?<pool>[^/ ]+)/(?<backend>\\S+) (?<queue>-?\\d+)/(?<connect>-?\\d+)/\\d+ (?<bytes>\\d+) (?<state>..) "
            + "\\d+/\\d+/\\d+/\\d+/(?<retries>\\+?\\d+) 0/0");

    private Place ours;
    private Place theirs;
    /** Where HAProxy says that it listens, without a line for whoever asks. */
    private Place ready;

    @BeforeEach
    void choosePlaces() throws IOException {
        ours = Place.free();
        theirs = Place.free();
        ready = Place.free();
    }

    private Path log() {
        return directory.resolve("access.log");
    }

    @Test
    void theSameConversationsGiveTheSameLines() throws Exception {
        Listening backend = listening();
        Place gone = Place.free();
        Place alsoGone = Place.free();
        Place oursDead = Place.free();
        Place theirsDead = Place.free();
        serving("""
                accessLog: {format: haproxy-tcp, target: {file: "%s"}}
                defaults: {timeouts: {idle: 10m, clientIdle: 700ms}}
                listeners:
                  web: {bind: "%s", pool: web}
                  dead: {bind: "%s", pool: dead}
                pools:
                  web: {backends: [{name: b1, address: "%s"}]}
                  dead: {strategy: round-robin, backends: [{name: d1, address: "%s"}, {name: d2, address: "%s"}]}
                """, log(), ours, oursDead, backend, gone, alsoGone);
        Output haproxy = haproxy("""
                defaults
                    mode tcp
                    log stdout format raw local0
                    option tcplog
                    timeout connect 5s
                    timeout client 700ms
                    timeout server 10m
                frontend ready
                    bind %s
                    no log
                    tcp-request connection reject
                listen web
                    bind %s
                    server b1 %s
                listen dead
                    bind %s
                    retries 1
                    option redispatch 1
                    server d1 %s
                    server d2 %s
                """.formatted(ready, theirs, backend, theirsDead, gone, alsoGone));
        for (Place place : List.of(ours, theirs)) {
            converse(place.address(), backend);
        }
        for (Place place : List.of(oursDead, theirsDead)) {
            client(place.address()).isClosed();
        }
        Eventually.until("HAProxy has written", () -> lines(haproxy.lines()).size() == 4);
        Eventually.until("awe4lb has written", () -> Files.readAllLines(log()).size() == 4);
        assertEquals(lines(haproxy.lines()), lines(Files.readAllLines(log())));
    }

    /** A usual end, a reset of the backend, a client that is silent for too long. */
    private void converse(InetSocketAddress address, Listening backend) throws Exception {
        Peer client = client(address);
        Peer served = backend.accepts();
        client.sends("question");
        served.receives("question");
        served.sends("answer");
        client.receives("answer");
        client.halfCloses();
        served.seesEnd();
        served.close();
        client.seesEnd();

        client = client(address);
        served = backend.accepts();
        client.sends("x");
        served.receives("x");
        served.resets();
        client.isClosed();

        client = client(address);
        served = backend.accepts();
        served.sends("bye");
        client.receives("bye");
        served.seesEnd();
        served.close(); // HAProxy waits for it
        client.isClosed();
    }

    /** What does not depend on the moment or on names of the test. */
    private static List<String> lines(List<String> written) {
        List<String> lines = new ArrayList<>();
        for (String line : written) {
            Matcher fields = LINE.matcher(line);
            if (line.startsWith("127.")) {
                assertTrue(fields.matches(), line);
                String connected = fields.group("connect").startsWith("-") ? "never" : "connected";
                String backend = fields.group("backend").startsWith("d") ? "the second" : fields.group("backend");
                lines.add("%s %s %s %s %s %s".formatted(fields.group("listener"), backend, connected, fields.group("bytes"),
                        fields.group("state"), fields.group("retries")));
            }
        }
        return lines.stream().sorted().toList(); // two ends within a millisecond, on two loops, have no order
    }

    @Test
    void halogCountsTheLinesFindsThemByTimeAndKnowsTheServers() throws Exception {
        NamedBackend a = backend("a");
        NamedBackend b = backend("b");
        serving("""
                accessLog: {format: haproxy-tcp, target: {file: "%s"}}
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web: {strategy: round-robin, backends: [{name: a, address: "%s"}, {name: b, address: "%s"}]}
                """, log(), ours, a, b);
        long before = System.currentTimeMillis() / 1_000;
        Traffic.of(ours.address(), 40, 1);
        Eventually.until("all are written", () -> Files.readAllLines(log()).size() == 40);
        long after = System.currentTimeMillis() / 1_000 + 1;
        assertEquals("40", halog("-c"));
        assertEquals("40", halog("-time", before + ":" + after, "-c"));
        assertEquals("0", halog("-time", (after + 100) + ":", "-c"));
        List<String> servers = halog("-srv").lines().filter(line -> line.startsWith("web/")).map(line -> line.split(" ")[0]).toList();
        assertEquals(List.of("web/a", "web/b"), servers);
    }

    /** Lines of a file have no syslog header before them, of which halog expects four words and a half. */
    private String halog(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("halog", "-q", "-s", "-4"));
        command.addAll(List.of(arguments));
        Process halog = new ProcessBuilder(command).redirectInput(log().toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(halog.getInputStream().readAllBytes(), UTF_8).strip();
    }

    private Output haproxy(String configuration) throws Exception {
        Path file = file("haproxy.cfg", configuration);
        Process haproxy = new ProcessBuilder("haproxy", "-db", "-f", file.toString()).redirectErrorStream(true).start();
        opened.add(() -> haproxy.destroyForcibly().onExit().join());
        var output = new Output(haproxy.getInputStream());
        Eventually.until("HAProxy listens: " + output, () -> isListening(ready.address()));
        return output;
    }

    private static boolean isListening(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException _) { // not yet
            return false;
        }
    }
}
