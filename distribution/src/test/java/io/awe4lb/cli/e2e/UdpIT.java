package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** UDP with the programs that speak it. */
@ParameterizedClass
@ValueSource(strings = {"linux", "nio"})
@Order(1)
class UdpIT extends EndToEnd {

    private static final int PATIENCE = 60_000;
    private static final int SESSIONS = 5_000;
    private static final int A = 1;
    private static final int AAAA = 28;

    private static final String DNSMASQ = "/usr/sbin/dnsmasq --keep-in-foreground --no-resolv --no-hosts --user=root --pid-file= "
            + "--conf-file=/dev/null --bind-interfaces --address=/lb.test/192.0.2.7 --address=/lb.test/2001:db8::7 ";

    @Parameter
    String transport = "";

    private Place resolver() throws Exception {
        Place place = Place.free();
        opened.add(RealServer.start("apt-get install dnsmasq-base",
                DNSMASQ + "--listen-address=127.0.3.1 --port=" + place.address().getPort()));
        return place;
    }

    @Test
    void aResolverIsAskedByDigAndByOneThatWantsAAndAaaaFromOnePort() throws Exception {
        Place place = Place.free();
        InetSocketAddress dns = place.address();
        Awe4lb awe4lb = serving("""
                transport: %s
                shutdown: {drain: 1s}
                %s""", transport, page("DNS").block("yaml").replace(":5353", place.toString()).replace("example.com", "lb.test")
                .replace("10.0.0.53:53", resolver().toString()).replace("10.0.1.53:53", resolver().toString()));
        Eventually.until("a resolver is found up", () -> awe4lb.err().count(": up (was ") > 0);
        for (String command : page("DNS").block("sh").lines().toList()) {
            String said = run(command.replace("127.0.0.1", dns.getHostString()).replace("5353", port(dns))
                    .replace("example.com", "lb.test").split(" "));
            assertEquals("192.0.2.7", said.lines().toList().getLast(), said); // before it a line for each time that nothing came
        }
        try (DatagramSocket client = client()) {
            send(client, dns, question(1, A));
            send(client, dns, question(2, AAAA));
            short first = ByteBuffer.wrap(receive(client)).getShort();
            short second = ByteBuffer.wrap(receive(client)).getShort();
            assertEquals(3, first + second, "the answer to each");
        }
        awe4lb.signal("TERM"); // in order: what waits to be written is written
        List<JsonNode> ends =
                awe4lb.ended().out().lines().map(UdpIT::json).filter(end -> end.path("protocol").asText().equals("udp")).toList();
        assertTrue(ends.stream().anyMatch(end -> end.at("/end/reason").asText().equals("normal") && end.at("/datagrams/in").asInt() > 0
                && end.at("/datagrams/in").equals(end.at("/datagrams/out"))), ends::toString);
    }

    @Test
    void messagesOfLoggerArriveWithoutASession() throws Exception {
        try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getByName("127.0.1.1"))) {
            collector.setSoTimeout(PATIENCE);
            Awe4lb awe4lb = serving("""
                    transport: %s
                    %s""", transport, page("Syslog").block("yaml").replace(":5514", "127.0.0.1:0")
                    .replace("\"10.0.0.14:514\", \"10.0.1.14:514\"", "\"127.0.1.1:" + collector.getLocalPort() + "\""));
            String command = page("Syslog").block("sh").strip().replace("5514", port(awe4lb.address("syslog")));
            for (int i = 0; i < 3; i++) {
                run("sh", "-c", command.replace("hello", "hello, message " + i));
                String message = new String(receive(collector), UTF_8);
                assertTrue(message.contains("try") && message.endsWith("hello, message " + i), message);
            }
            awe4lb.signal("TERM");
            assertEquals("", awe4lb.ended().out(), "no session, no line");
        }
    }

    @Test
    void iperf3MeasuresBothDirections() throws Exception {
        Place server = Place.free();
        Place place = Place.free();
        opened.add(RealServer.start("apt-get install iperf3", "iperf3 --server --bind 127.0.3.1 --port " + server.address().getPort()));
        serving("""
                transport: %s
                listeners:
                  control: {bind: "%s", pool: iperf}
                  data: {bind: "%s", protocol: udp, pool: iperf, udp: {receiveBuffer: 2M}}
                pools:
                  iperf: {backends: ["%s"], passiveHealth: "off"}
                """, transport, place, place, server);
        for (String direction : List.of("--parallel=1", "--reverse")) {
            JsonNode result =
                    json(untilItServes("iperf3", "--client", "127.0.3.1", "--port", Integer.toString(place.address().getPort()), "--udp",
                            "--bitrate", "20M", "--length", "1200", "--time", "1", "--json", direction));
            JsonNode sum = result.at("/end/sum");
            assertTrue(sum.path("packets").asInt() > 500, result::toString);
            assertTrue(sum.path("lost_percent").asDouble() < 50, result::toString);
        }
    }

    @Test
    void lossDelayAndDisorderOnBothSidesAreSurvived() throws Exception {
        var behind = opened.add(new BadNetwork(resolver().address(), 1));
        Awe4lb awe4lb = serving("""
                transport: %s
                listeners:
                  dns: {bind: "127.0.0.1:0", protocol: udp, pool: dns, udp: {maxResponses: 1, idle: 5s}}
                pools:
                  dns: {backends: ["127.0.2.1:%d"]}
                """, transport, behind.address().getPort());
        var before = opened.add(new BadNetwork(awe4lb.address("dns"), 2));
        String port = Integer.toString(before.address().getPort());
        for (int i = 0; i < 20; i++) {
            String said = run("dig", "@127.0.2.1", "-p", port, "+short", "+tries=9", "+timeout=1", "lb.test", "A");
            assertEquals("192.0.2.7", said.lines().toList().getLast(), said); // before it a line for each time that nothing came
        }
        assertTrue(before.lost() + behind.lost() > 0, "it was a bad network");
    }

    /** The same by the system itself, where it has that. */
    @Test
    void aBadNetworkOfTheSystemIsSurvived() throws Exception {
        Path script = file("bad-network.sh", """
                set -e
                ip link set lo up
                tc qdisc add dev lo root netem delay 2ms 1ms loss 3%% reorder 25%% 50%% duplicate 2%% 2>&1 || exit 0
                %s--listen-address=127.0.0.1 --port=5302 &
                "$@" >/dev/null 2>&1 &
                trap 'kill %%1 %%2 2>/dev/null; wait' EXIT
                for i in $(seq 25); do
                    dig @127.0.0.1 -p 5301 +short +tries=20 +timeout=1 lb.test A
                done
                """.formatted(DNSMASQ));
        Path file = file("awe4lb.yaml", """
                transport: %s
                listeners:
                  dns: {bind: "127.0.0.1:5301", protocol: udp, pool: dns, udp: {maxResponses: 1, idle: 5s}}
                pools:
                  dns: {backends: ["127.0.0.1:5302"], passiveHealth: "off"}
                """.formatted(transport));
        String said = run("unshare", "--map-root-user", "--net", "sh", script.toString(), "env", "AWE4LB_ADMIN=off", "AWE4LB_DATA=off",
                Distribution.home().resolve("bin/awe4lb").toString(), "run", "-c", file.toString());
        assumeFalse(said.contains("qdisc"), "this system has no netem: " + said);
        assertEquals(25, said.lines().filter("192.0.2.7"::equals).count(), said);
    }

    @Test
    void nonsenseHarmsNothing() throws Exception {
        var random = new Random(7);
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getByName("127.0.1.1")); DatagramSocket client = client()) {
            server.setSoTimeout(PATIENCE);
            Awe4lb awe4lb = serving("""
                    transport: %s
                    listeners:
                      echo: {bind: "127.0.0.1:0", protocol: udp, pool: echo, udp: {datagram: 60k}}
                    pools:
                      echo: {backends: ["127.0.1.1:%d"]}
                    """, transport, server.getLocalPort());
            InetSocketAddress echo = awe4lb.address("echo");
            for (int i = 0; i < 200; i++) {
                byte[] nonsense = new byte[i % 4 == 0 ? 0 : random.nextInt(60 * 1024)];
                random.nextBytes(nonsense);
                send(client, echo, nonsense);
                DatagramPacket packet = packet(server);
                assertArrayEquals(nonsense, Arrays.copyOf(packet.getData(), packet.getLength()));
                server.send(new DatagramPacket(nonsense, nonsense.length, packet.getSocketAddress()));
                assertArrayEquals(nonsense, receive(client));
                send(client, echo, new byte[65_507]); // larger than is taken
            }
            assertTrue(awe4lb.isAlive());
            assertEquals(0, awe4lb.err().count("bug"), awe4lb::toString);
        }
    }

    @Test
    void thousandsOfSessionsLeaveNothingBehind() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getByName("127.0.1.1"))) {
            server.setSoTimeout(PATIENCE);
            Awe4lb awe4lb = serving("""
                    transport: %s
                    accessLog: "off"
                    listeners:
                      echo: {bind: "127.0.0.1:0", protocol: udp, pool: echo, udp: {maxResponses: 1}}
                    pools:
                      echo: {backends: ["127.0.1.1:%d"]}
                    """, transport, server.getLocalPort());
            InetSocketAddress echo = awe4lb.address("echo");
            sessions(10, echo, server);
            long before = descriptors(awe4lb);
            sessions(SESSIONS, echo, server);
            Eventually.until("every session has given its descriptor back", () -> descriptors(awe4lb) <= before + 5);
        }
    }

    private static Markdown page(String section) throws IOException {
        return Markdown.of(Distribution.SOURCES.resolve("docs/udp.md")).section(section);
    }

    private static String port(InetSocketAddress address) {
        return Integer.toString(address.getPort());
    }

    private static void sessions(int count, InetSocketAddress echo, DatagramSocket server) throws IOException {
        for (int i = 0; i < count; i++) {
            try (DatagramSocket client = client()) {
                send(client, echo, new byte[] {1});
                DatagramPacket packet = packet(server);
                server.send(new DatagramPacket(new byte[] {2}, 1, packet.getSocketAddress()));
                assertArrayEquals(new byte[] {2}, receive(client));
            }
        }
    }

    private static long descriptors(Awe4lb awe4lb) throws IOException {
        try (var files = Files.list(Path.of("/proc/" + awe4lb.pid() + "/fd"))) {
            return files.count();
        }
    }

    private static DatagramSocket client() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static void send(DatagramSocket from, InetSocketAddress to, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = packet(socket);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static DatagramPacket packet(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return packet;
    }

    /** RFC 1035, 4.1: a head that asks for recursion, and one question for {@code lb.test}. */
    private static byte[] question(int id, int type) {
        return ByteBuffer.allocate(25).putShort((short) id).putShort((short) 0x100).putShort((short) 1).putShort((short) 0).putInt(0)
                .put((byte) 2).put("lb".getBytes(UTF_8)).put((byte) 4).put("test".getBytes(UTF_8)).put((byte) 0).putShort((short) type)
                .putShort((short) 1).array();
    }

    /** A server that has just been started may not listen yet. */
    private static String untilItServes(String... command) throws Exception {
        var said = new StringBuilder();
        Eventually.until(String.join(" ", command) + " succeeds", () -> {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            said.setLength(0);
            said.append(new String(process.getInputStream().readAllBytes(), UTF_8));
            return process.waitFor() == 0;
        });
        return said.toString();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertTrue(process.waitFor(PATIENCE, TimeUnit.MILLISECONDS), said);
        assertEquals(0, process.exitValue(), () -> String.join(" ", command) + " said: " + said);
        return said;
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException failure) {
            throw new AssertionError(line, failure);
        }
    }
}
