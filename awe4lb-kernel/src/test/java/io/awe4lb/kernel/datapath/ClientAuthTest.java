package io.awe4lb.kernel.datapath;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.kernel.config.CertificateSource;
import io.awe4lb.kernel.config.ClientAuthConfig;
import io.awe4lb.kernel.config.ClientAuthConfig.Mode;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.tls.TestAuthority;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.kernel.wire.Hello;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that have to show a certificate. */
class ClientAuthTest extends OnEachTransport {

    private static final long SEED = 20_261_126;
    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    private static final String NAME = "one.example.com";
    private static final String ANSWER = "the answer of a backend";

    @TempDir
    static Path directory;

    private static TestCertificate one;
    private static TestCertificate two;
    private static TestAuthority authority;
    private static TestCertificate till;
    private static TestCertificate stranger;

    private final Recording recording = new Recording();

    @BeforeAll
    static void makeCertificates() throws Exception {
        one = TestCertificate.make(directory, "one", EC, NAME);
        two = TestCertificate.make(directory, "two", EC, "two.example.com");
        authority = TestAuthority.make(directory, "authority");
        till = authority.gives("till");
        stranger = TestCertificate.make(directory, "stranger", EC, "stranger");
    }

    private Balanced balanced(Listening listening, ClientAuthConfig... clientAuth) throws Exception {
        List<CertificateSource> certificates =
                Stream.of(one, two).<CertificateSource>map(served -> new CertificateConfig(served.cert(), served.key(), Optional.empty()))
                        .toList();
        var tls = new TlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()), certificates, VERSIONS, List.of(),
                List.of(),
                Stream.of(clientAuth).findFirst());
        return Balanced.over(listening.spec()).tls(tls).accessLog(recording.to(directory.resolve("access.log"))).on(transport);
    }

    /** Asks, and is answered by a backend. */
    private static void isServed(SecureClient client, Balanced balanced, Listening listening) throws Exception {
        try (Peer talking = new Peer(client.connect(balanced.address()))) {
            talking.sends("question");
            try (Peer backend = listening.accepts()) {
                backend.receives("question");
                backend.sends("answer");
                talking.receives("answer");
            }
            talking.seesEnd();
        }
    }

    /** Is told in the handshake, or after it, as TLS 1.3 does. */
    private static void isRefused(SecureClient client, Balanced balanced, long refusals) throws Exception {
        try (Peer talking = new Peer(client.connect(balanced.address()))) {
            assertThrows(IOException.class, () -> {
                talking.sends("question");
                talking.receives("answer");
            });
        }
        balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, refusals);
        balanced.balancer().pools().forEach(pool -> pool.members().all().forEach(
                backend -> assertEquals(0, backend.stats().connections(), "connections to " + backend.id())));
    }

    @Test
    void aClientWithATrustedCertificateIsServedAndNamedInTheLog() throws Exception {
        for (String version : VERSIONS) {
            try (var listening = new Listening(); var balanced = balanced(listening, authority.asks(Mode.REQUIRED))) {
                isServed(SecureClient.of(NAME, version).showing(till), balanced, listening);
                assertEquals(Optional.of("CN=till"), recording.record().tls().orElseThrow().clientSubject());
                recording.forget();
            }
        }
    }

    @Test
    void aClientWithoutATrustedOneIsRefused() throws Exception {
        for (String version : VERSIONS) {
            try (var listening = new Listening(); var balanced = balanced(listening, authority.asks(Mode.REQUIRED))) {
                isRefused(SecureClient.of(NAME, version), balanced, 1);
                isRefused(SecureClient.of(NAME, version).showing(stranger), balanced, 2);
                isRefused(SecureClient.of("no.such.example", version), balanced, 3);
            }
        }
    }

    @Test
    void whereItIsOptionalOnlyACertificateThatIsNotTrustedIsRefused() throws Exception {
        try (var listening = new Listening(); var balanced = balanced(listening, authority.asks(Mode.OPTIONAL))) {
            isRefused(SecureClient.of(NAME, "TLSv1.3").showing(stranger), balanced, 1);
            isServed(SecureClient.of(NAME, "TLSv1.3"), balanced, listening);
            isServed(SecureClient.of(NAME, "TLSv1.2").showing(till), balanced, listening);
            recording.records(3);
            assertEquals(1, tills());
        }
    }

    @Test
    void aHelloInManyRecordsIsNoWayAroundTheCheck() throws Exception {
        try (var listening = new Listening(); var balanced = balanced(listening, authority.asks(Mode.REQUIRED))) {
            int refusals = 0;
            for (int piece : new int[] {1, 2, 40, 100}) {
                isRefused(SecureClient.of(NAME, "TLSv1.3").inPieces(piece), balanced, ++refusals);
            }
            isServed(SecureClient.of(NAME, "TLSv1.3").inPieces(1).showing(till), balanced, listening);
        }
    }

    @Test
    void whoeverCannotBeReadIsClosed() throws Exception {
        byte[] hello = Hello.ofJava(NAME, "h2");
        var random = new Random(SEED);
        try (var listening = new Listening(); var balanced = balanced(listening, authority.asks(Mode.REQUIRED))) {
            int refusals = 0;
            for (int i = 0; i < 100; i++) {
                byte[] broken = hello.clone();
                broken[random.nextInt(5, 9)] ^= (byte) random.nextInt(1, 256); // its type or length
                broken[random.nextInt(43, broken.length)] ^= (byte) random.nextInt(1, 256);
                try (Peer client = balanced.client()) {
                    client.output().write(broken);
                    client.halfCloses();
                    client.input().readAllBytes();
                } catch (SocketException reset) { // there was more than was looked at
                    assertTrue(String.valueOf(reset.getMessage()).contains("reset"), () -> "seed " + SEED + ": " + reset);
                }
                refusals++;
            }
            int all = refusals;
            Eventually.until("each has ended, seed " + SEED,
                    () -> balanced.stats().closed().values().stream().mapToLong(Long::longValue).sum() == all);
            balanced.balancer().pools().forEach(pool -> pool.members().all().forEach(
                    backend -> assertEquals(0, backend.stats().connections(), () -> "seed " + SEED)));
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    /** Nothing of it depends on the transport: each sees another version. */
    @Test
    void aSessionIsResumedWhereItBeganAndNowhereElse() throws Exception {
        String version = transport.name().equals("nio") ? "-tls1_2" : "-tls1_3";
        try (var listening = new Listening();
                var open = balanced(listening);
                var closed = balanced(listening, authority.asks(Mode.REQUIRED))) {
            answers(listening);
            assertEquals("New", openssl(open, version, NAME, "-sess_out", "open"));
            assertEquals("Reused", openssl(open, version, NAME, "-sess_in", "open"), "it can be resumed at all");
            assertEquals("New", openssl(open, version, "two.example.com", "-sess_in", "open"), "another name");
            assertEquals("refused", openssl(closed, version, NAME, "-sess_in", "open"), "a client that is unknown");
            assertEquals("New", openssl(closed, version, NAME, "-sess_out", "known", "-cert", till.cert().toString(), "-key",
                    till.key().toString()));
            assertEquals("Reused", openssl(closed, version, NAME, "-sess_in", "known"));
            Eventually.is(2L, this::tills, () -> "records of whom the certificate is known, also when it is resumed");
            assertEquals("refused", openssl(closed, version, "two.example.com", "-sess_in", "known"), "another name");
        }
    }

    private long tills() {
        return recording.records().stream().filter(record -> record.tls().orElseThrow().clientSubject().equals(Optional.of("CN=till")))
                .count();
    }

    @Test
    void aResumedSessionOfWhoWasRevokedMeanwhileIsRefused() throws Exception {
        Path list = authority.revokes("live.crl", Duration.ofHours(1));
        String[] shown = {"-sess_out", "revoked", "-cert", till.cert().toString(), "-key", till.key().toString()};
        try (var listening = new Listening(); var balanced = balanced(listening, authority.asks(Mode.REQUIRED, list))) {
            answers(listening);
            assertEquals("New", openssl(balanced, "-tls1_3", NAME, shown));
            assertEquals("Reused", openssl(balanced, "-tls1_3", NAME, "-sess_in", "revoked"));
            authority.revokes("live.crl", Duration.ofHours(1), till);
            assertTrue(balanced.balancer().listeners().iterator().next().termination().orElseThrow().renew());
            assertEquals("refused", openssl(balanced, "-tls1_3", NAME, "-sess_in", "revoked"));
            shown[0] = "-sess_in";
            assertEquals("refused", openssl(balanced, "-tls1_3", NAME, shown), "and whoever begins anew");
        }
    }

    /** One connection of openssl's client. @return whether its session is new or reused; refused if no backend has answered */
    private static String openssl(Balanced balanced, String version, String name, String... more) throws Exception {
        Stream<String> command = Stream.of("openssl", "s_client", version, "-connect",
                "127.0.0.1:" + ((InetSocketAddress) balanced.address()).getPort(), "-servername", name, "-ign_eof");
        Process process = new ProcessBuilder(Stream.concat(command, Stream.of(more)).toList()).directory(directory.toFile())
                .redirectErrorStream(true).start();
        try (var writer = process.outputWriter()) {
            writer.write("question");
        }
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        process.waitFor();
        if (!said.contains(ANSWER)) {
            return "refused";
        }
        return said.contains("\nReused, TLSv1.") ? "Reused" : said.contains("\nNew, TLSv1.") ? "New" : said;
    }

    /** Answers everybody, until it is closed. */
    private static void answers(Listening listening) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    try (Peer backend = listening.awaits()) {
                        backend.receives("question");
                        backend.sends(ANSWER);
                    }
                }
            } catch (IOException closed) {
                assertTrue(closed.getMessage() != null, closed::toString);
            }
        });
    }
}
