package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.kernel.config.CertificateSource;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.tls.Issued;
import io.awe4lb.kernel.tls.Staples;
import io.awe4lb.kernel.tls.Termination;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.kernel.wire.Hello;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS that ends at the balancer. */
class TlsTest extends OnEachTransport {

    private static final long SEED = 20_261_126;
    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    static Path certificates;

    private static TestCertificate api;
    private static TestCertificate wild;

    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        api = TestCertificate.make(certificates, "api", EC, "api.example.com");
        wild = TestCertificate.make(certificates, "wild", EC, "*.example.com");
    }

    private TlsConfig tls(String... versions) {
        List<CertificateSource> all = List.of(api, wild).stream()
                .<CertificateSource>map(one -> new CertificateConfig(one.cert(), one.key(), Optional.empty())).toList();
        return new TlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()), all, List.of(versions), List.of(),
                List.of("h2"),
                Optional.empty());
    }

    private Balanced balanced(Listening listening) throws Exception {
        return Balanced.over(listening.spec()).tls(tls("TLSv1.2", "TLSv1.3")).accessLog(recording.to(directory.resolve("access.log")))
                .on(transport);
    }

    /** Trusts everybody. */
    static SSLSocket client(Balanced balanced, String name, String... versions) throws Exception {
        return client(balanced, new Socket(), name, versions);
    }

    /** @param plain not connected yet */
    private static SSLSocket client(Balanced balanced, Socket plain, String name, String... versions) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        plain.connect(new InetSocketAddress("127.0.0.1", ((InetSocketAddress) balanced.address()).getPort()), Peer.DEADLINE);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(Peer.DEADLINE);
        return socket;
    }

    @Test
    void theBackendGetsWhatIsInTlsAndItsAnswerGoesBackInTls() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (var listening = new Listening();
                    var balanced = balanced(listening);
                    Peer client = new Peer(client(balanced, "api.example.com", version))) {
                client.sends("question");
                try (Peer backend = listening.accepts()) {
                    backend.receives("question");
                    backend.sends("answer");
                    client.receives("answer");
                    client.sends("another");
                    backend.receives("another");
                    assertEquals(Protocol.TLS, balanced.connections().getFirst().protocol());
                    assertEquals(0, balanced.lent(), "an idle connection holds no buffer");
                    client.halfCloses();
                    backend.seesEnd();
                }
                ConnectionRecord record = recording.record();
                assertEquals(Optional.of(version), record.tls().orElseThrow().version());
                assertEquals(Optional.of("api.example.com"), record.tls().orElseThrow().sni());
                assertEquals(Optional.of("h2"), record.tls().orElseThrow().alpn());
                assertEquals(Protocol.TLS, record.protocol());
                assertEquals(15, record.bytesIn());
                assertEquals(6, record.bytesOut());
                assertTrue(record.timings().tls().isPresent());
                recording.forget();
            }
        }
    }

    @Test
    void theCertificateIsThatOfTheNameAskedForExactBeforeWildcardBeforeTheFirst() throws Exception {
        try (var listening = new Listening(); var balanced = balanced(listening)) {
            assertEquals("CN=api", subject(balanced, "api.example.com"));
            assertEquals("CN=wild", subject(balanced, "other.example.com"));
            assertEquals("CN=api", subject(balanced, "deep.other.example.com"));
            assertEquals("CN=api", subject(balanced, "example.org"));
        }
    }

    private static String subject(Balanced balanced, String name) throws Exception {
        try (SSLSocket client = client(balanced, name)) {
            return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    @Test
    void bulkGoesBothWaysAtOnceUnchanged() throws Exception {
        byte[] bytes = new byte[8 << 20];
        new Random(SEED).nextBytes(bytes);
        try (var listening = new Listening();
                var balanced = balanced(listening);
                Peer client = new Peer(client(balanced, "api.example.com"))) {
            client.sends("x");
            try (Peer backend = listening.accepts()) {
                backend.receives("x");
                Thread in = sending(client, bytes);
                Thread out = sending(backend, bytes);
                Thread reading = Thread.ofPlatform().start(() -> receives(backend, bytes));
                receives(client, bytes);
                Eventually.is(false, () -> in.isAlive() || out.isAlive() || reading.isAlive(), () -> "all has arrived");
                Eventually.is(0, balanced::lent, () -> "buffers that are held");
            }
        }
    }

    private static Thread sending(Peer peer, byte[] bytes) {
        return Thread.ofPlatform().start(() -> {
            try {
                peer.output().write(bytes);
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private static void receives(Peer peer, byte[] bytes) {
        try {
            assertArrayEquals(bytes, peer.input().readNBytes(bytes.length), () -> "seed " + SEED);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aClientThatReadsSlowlyGetsEverythingAndThenTheEnd() throws Exception {
        byte[] bytes = new byte[8 << 20];
        new Random(SEED).nextBytes(bytes);
        Socket narrow = new Socket();
        narrow.setReceiveBufferSize(1 << 16); // else the system may take all of it in its place
        try (var listening = new Listening();
                var balanced = balanced(listening);
                Peer client = new Peer(client(balanced, narrow, "api.example.com"))) {
            client.sends("x");
            try (Peer backend = listening.accepts()) {
                backend.receives("x");
                Thread out = sending(backend, bytes);
                Eventually.until("bytes wait at the balancer", () -> balanced.lent() > 0);
                Thread end = Thread.ofPlatform().start(() -> {
                    try {
                        out.join();
                        backend.halfCloses();
                    } catch (IOException | InterruptedException failure) {
                        throw new AssertionError(failure);
                    }
                });
                receives(client, bytes);
                client.seesEnd();
                end.join();
            }
        }
    }

    @Test
    void aHandshakeThatFailsCostsNoBackendAnything() throws Exception {
        try (var listening = new Listening(); var balanced = Balanced.over(listening.spec()).tls(tls("TLSv1.3")).on(transport)) {
            try (SSLSocket old = client(balanced, "api.example.com", "TLSv1.2")) {
                SSLException refused = assertThrows(SSLException.class, old::startHandshake);
                assertTrue(String.valueOf(refused.getMessage()).contains("protocol_version"), refused::toString);
            }
            balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, 1);
            try (Peer leaving = balanced.client()) {
                leaving.output().write(Hello.ofJava("api.example.com", "h2"));
                leaving.halfCloses();
                balanced.ended(EndReason.CLIENT_ABORT, 1);
            }
            hasCostNothing(balanced);
        }
    }

    @Test
    void aHandshakeThatStopsCostsNoBackendAnything() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).tls(tls("TLSv1.3")).handshake(Duration.ofMillis(100)).on(transport);
                Peer silent = balanced.client()) {
            silent.output().write(Hello.ofJava("api.example.com", "h2")); // and then not a word
            balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, 1);
            hasCostNothing(balanced);
        }
    }

    private static void hasCostNothing(Balanced balanced) {
        Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        balanced.balancer().pools().forEach(
                pool -> pool.members().all().forEach(backend -> assertEquals(0, backend.stats().connections(), backend.id())));
    }

    @Test
    void anEndWithoutCloseNotifyIsPassedOnAndToldApart() throws Exception {
        try (var listening = new Listening(); var balanced = balanced(listening)) {
            Socket under = new Socket();
            under.connect(new InetSocketAddress("127.0.0.1", ((InetSocketAddress) balanced.address()).getPort()), Peer.DEADLINE);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            Peer client = new Peer(context.getSocketFactory().createSocket(under, "api.example.com", under.getPort(), false));
            client.sends("x");
            try (Peer backend = listening.accepts()) {
                backend.receives("x");
                under.shutdownOutput();
                backend.seesEnd();
                backend.halfCloses();
                balanced.ended(EndReason.CLIENT_TRUNCATED, 1);
            }
            under.close();
        }
    }

    @Test
    void aClientThatWantsToNegotiateAgainIsRefused() throws Exception {
        try (var listening = new Listening();
                var balanced = balanced(listening);
                SSLSocket socket = client(balanced, "api.example.com", "TLSv1.2");
                Peer client = new Peer(socket)) {
            client.sends("x");
            try (Peer backend = listening.accepts()) {
                backend.receives("x");
                assertThrows(IOException.class, () -> {
                    socket.startHandshake();
                    socket.getInputStream().read();
                });
                balanced.ended(EndReason.TLS_HANDSHAKE_FAILED, 1);
                backend.seesReset();
                Eventually.is(0, balanced::lent, () -> "nothing is held any more");
            }
        }
    }

    @Test
    void aRenewedCertificateIsForTheNextHandshakeAndABrokenOneForNone() throws Exception {
        TestCertificate renewed = TestCertificate.make(directory, "renewed", EC, "api.example.com");
        Path cert = Files.copy(api.cert(), directory.resolve("live.pem"));
        Path key = Files.copy(api.key(), directory.resolve("live.key"));
        Termination termination = Termination.of(new TlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()),
                List.of(new CertificateConfig(cert, key, Optional.empty())), List.of("TLSv1.3"), List.of(), List.of(), Optional.empty()),
                new Issued(DataDirectory.inMemory().issued()), new Staples(), InstantSource.system());
        assertFalse(termination.renew());
        Files.copy(renewed.cert(), cert, StandardCopyOption.REPLACE_EXISTING);
        String half = String.valueOf(assertThrows(IOException.class, termination::renew).getMessage());
        assertEquals(cert + " with " + key + ": the key does not belong to the certificate", half);
        assertEquals("CN=api", subject(termination));
        Files.copy(renewed.key(), key, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(termination.renew());
        assertEquals("CN=renewed", subject(termination));
    }

    private static String subject(Termination termination) {
        return termination.certificates().getFirst().certificate().getSubjectX500Principal().getName();
    }

    @Test
    void eachSideEndsWhenItWants() throws Exception {
        try (var listening = new Listening();
                var balanced = balanced(listening);
                SSLSocket socket = client(balanced, "api.example.com", "TLSv1.3");
                Peer client = new Peer(socket)) {
            client.sends("all of it");
            socket.shutdownOutput();
            try (Peer backend = listening.accepts()) {
                backend.receives("all of it");
                backend.seesEnd();
                backend.sends("the answer");
                backend.halfCloses();
                client.receives("the answer");
                client.seesEnd();
                balanced.ended(EndReason.NORMAL, 1);
            }
        }
    }
}
