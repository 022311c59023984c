package io.awe4lb.plugins.health.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.plugins.health.conversation.PlayedBackend;
import io.awe4lb.plugins.health.conversation.SignedByNobody;
import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.ProxyProtocol;
import io.awe4lb.spi.TlsClientSettings;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCheckTest {

    @TempDir
    static Path files;
    private static SignedByNobody certificate;

    private final Options trusting = Options.defaults().with(Tls.CA, certificate.pem().toString());

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SignedByNobody.make(files, 30);
    }

    private static HealthCheck check(Options options) {
        return new TlsCheckProvider().create(options);
    }

    private static PlayedBackend backend() throws Exception {
        return PlayedBackend.secured(certificate, connection -> PlayedBackend.waitForEnd(connection));
    }

    @Test
    void saysHowLongTheCertificateIsGood() throws Exception {
        try (var backend = backend()) {
            Found.passed("TLSv1.3, its certificate is valid for 29 days", Found.by(check(trusting), backend.target()));
            Found.passed("TLSv1.3, its certificate is valid for 29 days",
                    Found.by(check(trusting.with(TlsCheckProvider.DAYS_LEFT, 29)), backend.target()));
        }
    }

    @Test
    void failsWhenTheCertificateEndsSoon() throws Exception {
        try (var backend = backend()) {
            Found.failedLike("certificate_ends", "its certificate ends at 20.*Z, in 29 days, and 30 are wanted: renew it",
                    Found.by(check(trusting.with(TlsCheckProvider.DAYS_LEFT, 30)), backend.target()));
        }
    }

    @Test
    void looksAtTheEndOfACertificateThatNobodyHasToTrust() throws Exception {
        Options any = Options.defaults().with(Tls.VERIFY, false);
        try (var backend = backend()) {
            Found.passed("TLSv1.3, its certificate is valid for 29 days", Found.by(check(any), backend.target()));
            Found.failedLike("certificate_ends", ".*", Found.by(check(any.with(TlsCheckProvider.DAYS_LEFT, 100)), backend.target()));
            Found.failedLike("certificate_untrusted", ".*", Found.by(check(Options.defaults()), backend.target()));
        }
    }

    @Test
    void asksForTheNameOfTheHost() throws Exception {
        try (var backend = backend()) {
            Found.passed("TLSv1.3, its certificate is valid for 29 days",
                    Found.by(check(trusting), new CheckTarget("b1", backend.named(), Duration.ofSeconds(20))));
        }
    }

    @Test
    void itIsSpokenAsThePoolDoesUnlessTheOptionsSayOtherwise() throws Exception {
        try (var backend = backend()) {
            var trusted = new PoolTrust(Optional.empty());
            Found.passed("TLSv1.2, its certificate is valid for 29 days", Found.by(check(Options.defaults()), asPool(backend, trusted)));
            assertEquals(List.of("CN=localhost"), trusted.asked());
            String words =
                    "its certificate is not for web.example but for localhost: set 'sni' or 'name' in the pool's tls to one of these";
            var distrusted = new PoolTrust(Optional.of(words));
            Found.failed("certificate_name", words, Found.by(check(Options.defaults()), asPool(backend, distrusted)));
            Found.passed("TLSv1.3, its certificate is valid for 29 days", Found.by(check(trusting), asPool(backend, distrusted)));
            Found.passed("TLSv1.3, its certificate is valid for 29 days",
                    Found.by(check(Options.defaults().with(Tls.VERIFY, false)), asPool(backend, distrusted)));
        }
    }

    private static CheckTarget asPool(PlayedBackend backend, PoolTrust trust) {
        var pool = new TlsClientSettings(trust, Optional.of("web.example"), Optional.empty(), List.of("TLSv1.2"), List.of(), List.of(),
                true);
        return new CheckTarget("b1", backend.address(), Duration.ofSeconds(20), ProxyProtocol.OFF, Optional.of(pool));
    }

    @Test
    void aUnixSocketIsToldApart() throws Exception {
        var address = UnixDomainSocketAddress.of(files.resolve("tls.sock"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            Found.failed("tls_failed", "it is a Unix socket, over which no TLS is spoken: leave TLS out, or set 'host' and 'port'",
                    Found.by(check(trusting), new CheckTarget("b1", address, Duration.ofSeconds(20))));
        }
    }

    @Test
    void leavesWhenInterrupted() throws Exception {
        var asked = new CountDownLatch(1);
        try (var backend = PlayedBackend.playing((Socket connection) -> {
            asked.countDown();
            PlayedBackend.waitForEnd(connection);
        })) {
            Found.Running running = Found.begin(check(trusting), backend.target());
            asked.await();
            Found.leavesWhenInterrupted(running);
        }
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertEquals("the file '/none.pem' of 'ca' does not exist",
                assertThrows(IllegalArgumentException.class, () -> check(Options.defaults().with(Tls.CA, "/none.pem"))).getMessage());
    }
}
