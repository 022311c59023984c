package io.awe4lb.kernel.datapath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.kernel.config.CertificateSource;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends in the place of records or between them, its connection ends, nothing is left behind, and the others are served. */
class RecordFuzzTest extends OnEachTransport {

    private static final long SEED = 20_261_126;
    private static final int DAMAGED = 60;
    private static final int HALF_WAY = 60;
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    private static final String ANSWER = "answer";

    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.make(directory, "one", "ec -pkeyopt ec_paramgen_curve:P-256", "one.example.com");
    }

    private Balanced balanced(Listening listening) throws Exception {
        var served = List.<CertificateSource>of(new CertificateConfig(certificate.cert(), certificate.key(), Optional.empty()));
        answers(listening);
        return Balanced.over(listening.spec())
                .tls(new TlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()), served,
                        VERSIONS, List.of(), List.of(), Optional.empty()))
                .on(transport);
    }

    /** Answers everybody's first bytes, and ends when the client does, until it is closed. */
    private static void answers(Listening listening) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Peer backend = listening.awaits();
                    Thread.ofVirtual().start(() -> answer(backend));
                }
            } catch (IOException closed) {
                assertTrue(closed instanceof SocketException, closed::toString);
            }
        });
    }

    private static void answer(Peer backend) {
        try (backend) {
            if (backend.input().read(new byte[100]) > 0) {
                backend.sends(ANSWER);
            }
            backend.input().readAllBytes();
        } catch (IOException reset) {
            assertTrue(reset instanceof SocketException, reset::toString);
        }
    }

    /** One of {@code records.txt}. */
    private record Odd(String when, byte[] bytes, String what) {

        private static Odd of(String line) {
            String[] parts = line.split("\\|");
            return new Odd(parts[0].strip(), HexFormat.of().parseHex(parts[1].replace(" ", "")), parts[2].strip());
        }

        private static List<Odd> all() throws Exception {
            Path file = Path.of(Objects.requireNonNull(RecordFuzzTest.class.getResource("records.txt")).toURI());
            try (Stream<String> lines = Files.lines(file, UTF_8)) {
                return lines.filter(line -> !line.startsWith("#")).map(Odd::of).toList();
            }
        }

        private byte[] behind(byte[] flight) {
            byte[] both = Arrays.copyOf(flight, flight.length + bytes.length);
            System.arraycopy(bytes, 0, both, flight.length, bytes.length);
            return both;
        }
    }

    @Test
    void oddRecordsEndTheirConnectionAndNothingElse() throws Exception {
        try (var listening = new Listening(); var balanced = balanced(listening)) {
            for (Odd odd : Odd.all()) {
                for (String version : VERSIONS) {
                    try (var client = new Flights(balanced.address(), version)) {
                        sends(odd, client);
                        ends(client, version + ", " + odd.when() + ": " + odd.what());
                    }
                }
            }
            isWell(balanced);
        }
    }

    private static void sends(Odd odd, Flights client) throws IOException {
        byte[] hello = client.next();
        if (odd.when().equals("first")) {
            client.sends(odd.bytes());
            return;
        }
        if (odd.when().equals("hello")) {
            client.sends(odd.behind(hello));
            return;
        }
        client.sends(hello);
        byte[] finished = client.next();
        client.sends(odd.when().equals("secured") ? odd.behind(finished) : finished);
        if (odd.when().equals("talking")) {
            assertEquals(0, client.next().length, "the handshake is done");
            client.sends(client.sealed("question"));
            assertEquals(ANSWER.length(), client.receives());
            client.sends(odd.bytes());
        }
    }

    /** The server closes, or resets; a timeout is neither. */
    private static void ends(Flights client, String what) throws IOException {
        try {
            client.sawEnd();
        } catch (SocketTimeoutException silence) {
            throw new AssertionError("the server has not ended: " + what, silence);
        } catch (SocketException reset) {
            assertTrue(String.valueOf(reset.getMessage()).matches("Connection reset.*|Broken pipe"), what + ": " + reset);
        }
    }

    /** Nothing is held, nothing was a bug, and an honest client is served. */
    private static void isWell(Balanced balanced) throws Exception {
        Eventually.is(0, () -> balanced.connections().size(), () -> "connections that live: " + balanced.connections());
        Eventually.is(0, balanced::lent, () -> "buffers that are held");
        assertEquals(null, balanced.stats().closed().get(EndReason.INTERNAL_ERROR), () -> balanced.stats().closed().toString());
        for (String version : VERSIONS) {
            try (Peer honest = new Peer(SecureClient.of("one.example.com", version).connect(balanced.address()))) {
                honest.sends("question");
                honest.receives(ANSWER);
            }
        }
    }

    @Test
    void damagedFlightsEndTheirConnectionAndNothingElse() throws Exception {
        var random = new Random(SEED);
        try (var listening = new Listening(); var balanced = balanced(listening)) {
            for (int i = 0; i < DAMAGED; i++) {
                String version = VERSIONS.get(random.nextInt(VERSIONS.size()));
                int damaged = random.nextInt(3);
                try (var client = new Flights(balanced.address(), version)) {
                    sends(client, damaged, random);
                    ends(client, "seed " + SEED + ", number " + i);
                }
            }
            isWell(balanced);
        }
    }

    /** One of hello, finish and question is damaged; nothing comes after it. */
    private static void sends(Flights client, int damaged, Random random) throws IOException {
        byte[] hello = client.next();
        if (damaged == 0) {
            client.sends(damaged(hello, random));
            return;
        }
        client.sends(hello);
        byte[] finished = client.next();
        if (damaged == 1) {
            client.sends(damaged(finished, random));
            return;
        }
        client.sends(finished);
        client.next();
        client.sends(damaged(client.sealed("question"), random));
    }

    private static byte[] damaged(byte[] flight, Random random) {
        byte[] bytes = flight.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = Arrays.copyOf(bytes, at);
            case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(20)), (byte) random.nextInt(256));
            case 3 -> bytes[random.nextInt(Math.min(5, bytes.length))] = (byte) random.nextInt(256);
            default -> System.arraycopy(flight, random.nextInt(at + 1), bytes, at, bytes.length - at);
        }
        return bytes;
    }

    @Test
    void handshakesThatStopHalfWayLeaveNothingBehind() throws Exception {
        try (var listening = new Listening(); var balanced = balanced(listening)) {
            isWell(balanced);
            long before = descriptors();
            for (int i = 0; i < HALF_WAY; i++) {
                try (var client = new Flights(balanced.address(), VERSIONS.get(i % 2))) {
                    client.sends(client.next());
                    if (i % 3 > 0) {
                        client.next();
                    }
                    if (i % 3 == 2) {
                        ends(client, "a half-close");
                    }
                }
            }
            Eventually.is(0, () -> balanced.connections().size(), () -> "connections that live");
            Eventually.is(0, balanced::lent, () -> "buffers that are held");
            Eventually.until("descriptors are as before: " + before, () -> descriptors() < before + HALF_WAY / 2);
            isWell(balanced);
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
