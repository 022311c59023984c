package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.BackendTlsConfig;
import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.HandshakeStats;
import io.awe4lb.kernel.tls.Origination;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS that the balancer speaks to backends. */
class BackendTlsTest extends OnEachTransport {

    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";
    private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    @TempDir
    static Path certificates;

    private static TestCertificate backends;
    private static TestCertificate strangers;

    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        backends = TestCertificate.make(certificates, "backends", EC, "127.0.0.1", "web.example");
        strangers = TestCertificate.make(certificates, "strangers", EC, "127.0.0.1");
    }

    private BackendTlsConfig tls(Path ca, List<String> versions, Optional<TestCertificate> own) {
        Optional<CertificateConfig> certificate = own.map(one -> new CertificateConfig(one.cert(), one.key(), Optional.empty()));
        return new BackendTlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()), true, Optional.of(ca),
                Optional.empty(),
                Optional.empty(), certificate, versions, List.of(), List.of(), true);
    }

    private Balanced.Builder over(BackendSpec... backend) {
        return Balanced.over(backend).accessLog(recording.to(directory.resolve("access.log")))
                .backendTls(tls(backends.cert(), VERSIONS, Optional.empty()));
    }

    private static PoolBackend backend(Balanced balanced, BackendSpec spec) {
        return balanced.balancer().pools().iterator().next().members().all().stream().filter(one -> one.id().equals(spec.id())).findFirst()
                .orElseThrow();
    }

    @Test
    void aClientInPlainTextIsPassedOnInTlsAndSessionsAreResumed() throws Exception {
        for (String version : VERSIONS) {
            try (var listening = new SecuredListening(backends, null);
                    var balanced = over(listening.spec()).loops(1).backendTls(tls(backends.cert(), List.of(version), Optional.empty()))
                            .on(transport)) {
                for (int i = 0; i < 3; i++) {
                    talk(balanced, listening);
                }
                assertEquals(1, listening.sessions(), version);
                HandshakeStats handshakes = backend(balanced, listening.spec()).handshakes();
                assertEquals(List.of(1L, 2L, 0L), List.of(handshakes.full(version), handshakes.resumed(version), handshakes.failed()));
                assertEquals(3L, backend(balanced, listening.spec()).stats().connections());
            }
        }
    }

    private static void talk(Balanced balanced, SecuredListening listening) throws Exception {
        try (Peer client = balanced.client(); Peer backend = new Peer(listening.accepts())) {
            client.sends("question");
            backend.receives("question");
            backend.sends("answer");
            client.receives("answer");
            assertEquals(0, balanced.lent(), "an idle connection holds no buffer");
            client.halfCloses();
            backend.seesEnd();
            backend.halfCloses();
            client.seesEnd();
        }
        balanced.ended(EndReason.NORMAL, balanced.stats().accepted());
    }

    /** Some wait for the end of the other side before they close: nothing more comes then that would tell. */
    @Test
    void theEndRightBehindTheLastTextIsPassedOn() throws Exception {
        try (var listening = new SecuredListening(backends, null);
                var balanced = over(listening.spec()).on(transport);
                Peer client = balanced.client();
                SSLSocket backend = listening.accepts()) {
            client.sends("question");
            assertEquals('q', backend.getInputStream().read());
            HeldSocket under = listening.under(backend);
            under.hold();
            backend.getOutputStream().write('a');
            backend.shutdownOutput();
            under.sendHeld();
            client.receives("a");
            client.seesEnd();
            client.halfCloses(); // the backend's close waits for an end
        }
    }

    @Test
    void anEndWithoutCloseNotifyIsPassedOnWithEverythingBeforeItAndToldApart() throws Exception {
        try (var listening = new SecuredListening(backends, null);
                var balanced = over(listening.spec()).on(transport);
                Peer client = balanced.client();
                SSLSocket backend = listening.accepts()) {
            backend.getOutputStream().write('a');
            listening.under(backend).shutdownOutput();
            client.receives("a");
            client.seesEnd();
            client.halfCloses();
            balanced.ended(EndReason.BACKEND_TRUNCATED, 1);
        }
    }

    @Test
    void aBackendThatWantsToNegotiateAgainIsRefused() throws Exception {
        try (var listening = new SecuredListening(backends, null);
                var balanced = over(listening.spec()).backendTls(tls(backends.cert(), List.of("TLSv1.2"), Optional.empty())).on(transport);
                Peer client = balanced.client();
                SSLSocket backend = listening.accepts()) {
            client.sends("q");
            assertEquals('q', backend.getInputStream().read());
            assertThrows(IOException.class, () -> {
                backend.startHandshake();
                backend.getInputStream().read();
            });
            balanced.ended(EndReason.BACKEND_TLS_FAILED, 1);
            client.seesReset();
        }
    }

    @Test
    void whatAClientHasAgreedOnInItsTlsIsOfferedToTheBackend() throws Exception {
        var toClients = new TlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()),
                List.of(new CertificateConfig(backends.cert(), backends.key(), Optional.empty())), VERSIONS, List.of(), List.of("h2"),
                Optional.empty());
        try (var listening = new SecuredListening(backends, null);
                var balanced = over(listening.spec()).tls(toClients).on(transport);
                Peer client = new Peer(TlsTest.client(balanced, "web.example"))) {
            client.sends("question");
            try (SSLSocket secured = listening.accepts(); Peer backend = new Peer(secured)) {
                backend.receives("question");
                assertEquals("h2", secured.getApplicationProtocol());
                assertEquals(List.of(List.of("h2")), listening.offered());
            }
        }
    }

    @Test
    void aBackendThatIsSomebodyElseIsPassedOverAndNothingWasSaidToIt() throws Exception {
        try (var stranger = new SecuredListening(strangers, null);
                var listening = new SecuredListening(backends, null);
                var balanced = over(stranger.spec(), listening.spec()).on(transport);
                Peer client = balanced.client()) {
            client.sends("secret");
            try (Peer backend = new Peer(listening.accepts())) {
                backend.receives("secret");
                client.halfCloses();
                backend.seesEnd();
            }
            PoolBackend passedOver = backend(balanced, stranger.spec());
            assertEquals(1L, passedOver.stats().connectErrors().get(EndReason.BACKEND_TLS_FAILED));
            assertEquals(0L, passedOver.stats().connections());
            assertEquals(1L, passedOver.handshakes().failed());
            ConnectionRecord record = recording.record();
            assertEquals(List.of(stranger.spec().id(), listening.spec().id()), record.tried());
            assertEquals(EndReason.NORMAL, record.end().orElseThrow().reason());
            Eventually.until("the event says why", () -> events(balanced).stream().anyMatch(message -> message.contains(
                    "TLS failed: its certificate is not trusted (") && message.contains(backends.cert().toString())));
            Eventually.is(1, stranger::failures, () -> "handshakes that have failed");
        }
    }

    private static List<String> events(Balanced balanced) {
        return balanced.balancer().events().latest(100).stream().filter(event -> event.type() == EventType.BACKEND_EJECTED)
                .map(Event::message).toList();
    }

    @Test
    void aBackendThatSpeaksNoTlsOrNothingAtAllHasFailed() throws Exception {
        try (var plain = new Listening(); var balanced = over(plain.spec()).on(transport); Peer client = balanced.client()) {
            try (Peer backend = plain.accepts()) {
                backend.sends("220 welcome\r\n");
                client.seesEnd();
            }
            balanced.ended(EndReason.BACKEND_TLS_FAILED, 1);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
            assertEquals(0, backend(balanced, plain.spec()).activeConnections());
        }
        try (var silent = new Listening();
                var balanced = over(silent.spec()).handshake(Duration.ofMillis(100)).on(transport);
                Peer client = balanced.client()) {
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_TLS_FAILED, 1);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
        try (var leaving = new Listening(); var balanced = over(leaving.spec()).on(transport); Peer client = balanced.client()) {
            leaving.accepts().close();
            client.seesEnd();
            balanced.ended(EndReason.BACKEND_TLS_FAILED, 1);
        }
    }

    @Test
    void aBackendThatWantsACertificateGetsIt() throws Exception {
        try (var listening = new SecuredListening(backends, strangers);
                var balanced = over(listening.spec()).backendTls(tls(backends.cert(), VERSIONS, Optional.of(strangers))).on(transport);
                Peer client = balanced.client();
                SSLSocket secured = listening.accepts()) {
            assertEquals(SecuredListening.certificate(strangers), secured.getSession().getPeerCertificates()[0]);
            client.sends("hello");
            assertEquals('h', secured.getInputStream().read());
        }
    }

    @Test
    void anotherWayToSpeakIsForTheNextConnectionsAndOneThatCannotBeIsRefused() throws Exception {
        try (var listening = new SecuredListening(backends, null);
                var balanced = over(listening.spec()).ejection(Duration.ofMillis(1)).on(transport);
                Peer first = balanced.client();
                Peer firstBackend = new Peer(listening.accepts())) {
            var distrusting = over(listening.spec()).ejection(Duration.ofMillis(1))
                    .backendTls(tls(strangers.cert(), VERSIONS, Optional.empty()));
            balanced.becomes(distrusting.config());
            try (Peer client = balanced.client()) {
                client.seesEnd();
            }
            balanced.ended(EndReason.BACKEND_TLS_FAILED, 1);
            first.sends("still here");
            firstBackend.receives("still here");
            var missing = over(listening.spec()).backendTls(tls(directory.resolve("no.pem"), VERSIONS, Optional.empty()));
            String refusal = String.valueOf(assertThrows(ChangeException.class, () -> balanced.becomes(missing.config())).getMessage());
            assertEquals("pool backends: %s does not exist".formatted(directory.resolve("no.pem")), refusal);
        }
    }

    @Test
    void renewedAuthoritiesAreForTheNextHandshakeAndBrokenOnesForNone() throws Exception {
        Path ca = Files.copy(strangers.cert(), directory.resolve("ca.pem"));
        Origination origination = Origination.of(tls(ca, VERSIONS, Optional.empty()), InstantSource.system());
        assertFalse(origination.renew());
        Files.writeString(ca, "half of it");
        String broken = String.valueOf(assertThrows(IOException.class, origination::renew).getMessage());
        assertTrue(broken.startsWith(ca + ": "), broken);
        Files.copy(backends.cert(), ca, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(origination.renew());
    }
}
