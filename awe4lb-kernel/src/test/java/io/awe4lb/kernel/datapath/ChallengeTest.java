package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.issue.PlayedIssuer;
import io.awe4lb.kernel.tls.Challenges;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.TlsSettings.Identity;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities that want to see that names are ours, among clients. */
class ChallengeTest extends OnEachTransport {

    private static final String GET = "GET /.well-known/acme-challenge/token-1 HTTP/1.1\r\nHost: site.example\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 11\r\n"
            + "Connection: close\r\n\r\ntoken-1.key";

    @TempDir
    static Path directory;

    private static TestCertificate given;
    private static TestCertificate shown;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch gives = new CountDownLatch(1);

    @BeforeAll
    static void make() throws Exception {
        given = TestCertificate.make(directory, "given", "ec -pkeyopt ec_paramgen_curve:P-256", "site.example");
        shown = TestCertificate.make(directory, "shown", "ec -pkeyopt ec_paramgen_curve:P-256", "site.example");
    }

    private Identity issue(CertificateOrder order) throws IssuingException, InterruptedException {
        try {
            order.answerHttp("token-1", "token-1.key");
            order.answerTls("site.example", shown.identity());
            asked.countDown();
            gives.await();
            return given.identity();
        } catch (java.io.IOException impossible) {
            throw new IssuingException("the files are there", impossible);
        }
    }

    /** While the issuer waits. */
    private Balanced awaiting(Listening listening, UnaryOperator<Balanced.Builder> plain) throws Exception {
        IssuedConfig wanted = new PlayedIssuer("an authority", this::issue).gives("site.example");
        var tls = new TlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()), List.of(wanted),
                List.of("TLSv1.2", "TLSv1.3"),
                List.of(), List.of("h2"), Optional.empty());
        BalancerConfig one = plain.apply(Balanced.over(listening.spec()).answersChallenges()).config();
        ListenerConfig secure = Balanced.over(listening.spec()).tls(tls).listener("secure", new Address.Inet("127.0.0.1", 0));
        var both = new BalancerConfig(one.admin(), one.log(), one.metrics(), one.transport(), one.loops(), one.shutdown(),
                Map.of("test", one.listeners().get("test"), "secure", secure), one.pools());
        Balanced balanced = Balanced.of(both, transport);
        asked.await();
        return balanced;
    }

    @AfterEach
    void give() {
        gives.countDown();
    }

    @Test
    void anAuthorityIsAnsweredHoweverItsRequestIsCutAndOthersAreServed() throws Exception {
        try (var listening = new Listening(); var balanced = awaiting(listening, plain -> plain)) {
            try (Peer authority = balanced.client()) {
                authority.sends(GET);
                authority.receives(ANSWER);
                authority.seesEnd();
            }
            try (Peer authority = balanced.client()) {
                for (String letter : GET.split("")) {
                    authority.sends(letter);
                }
                authority.receives(ANSWER);
                authority.seesEnd();
            }
            for (String other : List.of("GET / HTTP/1.1\r\n\r\n", GET.replace("token-1", "token-2"), "\u0016\u0003")) {
                try (Peer client = balanced.client()) {
                    client.sends(other);
                    try (Peer backend = listening.accepts()) {
                        backend.receives(other);
                        backend.sends("welcome");
                        client.receives("welcome");
                        client.sends("and more");
                        backend.receives("and more");
                    }
                }
            }
            gives.countDown();
            Eventually.until("the order is done", () -> balanced.balancer().issuing().counters().get("played").issued() == 1);
            try (Peer client = balanced.client()) {
                client.sends(GET);
                try (Peer backend = listening.accepts()) {
                    backend.receives(GET);
                }
            }
        }
    }

    @Test
    void whoSaysNothingIsServedAfterAHandshakesTime() throws Exception {
        try (var listening = new Listening();
                var balanced = awaiting(listening, plain -> plain.handshake(Duration.ofMillis(100)));
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.sends("I speak first");
            client.receives("I speak first");
        }
    }

    @Test
    void whereNobodyElseServesOnlyAuthoritiesAreAnswered() throws Exception {
        try (var listening = new Listening(); var balanced = awaiting(listening, Balanced.Builder::withoutPool)) {
            try (Peer authority = balanced.client()) {
                authority.sends(GET);
                authority.receives(ANSWER);
            }
            try (Peer client = balanced.client()) {
                client.sends("GET / HTTP/1.1\r\n\r\n");
                client.seesEnd();
            }
            Eventually.is(1L, () -> plain(balanced, EndReason.NO_ROUTE), () -> "refused");
            Eventually.is(1L, () -> plain(balanced, EndReason.NORMAL), () -> "answered");
        }
    }

    private static long plain(Balanced balanced, EndReason reason) {
        return balanced.balancer().listeners().stream().filter(listener -> listener.id().equals("test")).findFirst().orElseThrow().stats()
                .closed().getOrDefault(reason, 0L);
    }

    @Test
    void anAuthorityIsShownTheCertificateOfItsChallengeAndOthersAnyOneUntilTheRealOneIsThere() throws Exception {
        try (var listening = new Listening(); var balanced = awaiting(listening, plain -> plain)) {
            assertEquals("CN=shown", subject(balanced, Challenges.PROTOCOL));
            assertEquals("CN=awe4lb: the certificate is not issued yet", subject(balanced, "h2"));
            gives.countDown();
            Eventually.until("the real one", () -> subject(balanced, "h2").equals("CN=given"));
        }
    }

    /** Of the certificate that a client gets; an authority sees the end after it. */
    private static String subject(Balanced balanced, String protocol) {
        int port = ((InetSocketAddress) balanced.balancer().addresses().get("secure").getFirst()).getPort();
        try (Socket plain = new Socket("127.0.0.1", port)) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "site.example", port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("site.example")));
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(Peer.DEADLINE);
            socket.startHandshake();
            assertEquals(protocol, socket.getApplicationProtocol());
            if (!protocol.equals("h2")) {
                assertEquals(-1, socket.getInputStream().read(), "nothing follows");
            }
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
