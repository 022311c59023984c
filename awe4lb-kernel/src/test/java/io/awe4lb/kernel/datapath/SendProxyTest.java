package io.awe4lb.kernel.datapath;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.BackendTlsConfig;
import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.kernel.config.ProviderConfig;
import io.awe4lb.kernel.config.SendProxyConfig;
import io.awe4lb.kernel.config.TlsConfig;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.kernel.wire.ProxyDetails;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.kernel.wire.ProxyTls;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.ProxyProtocol;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends that are told who their clients are. */
class SendProxyTest extends OnEachTransport {

    private static final SendProxyConfig V1 = SendProxyConfig.of(ProxyProtocol.V1);
    private static final SendProxyConfig V2 = SendProxyConfig.of(ProxyProtocol.V2);
    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    private static int port(Balanced balanced) {
        return ((InetSocketAddress) balanced.address()).getPort();
    }

    @Test
    void version1IsTheFirstLineAlsoBeforeAClientThatIsSilent() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).sendProxy(V1).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.receives("PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n".formatted(client.localPort(), port(balanced)));
            backend.sends("welcome");
            client.receives("welcome");
            client.sends("hello");
            backend.receives("hello");
        }
    }

    @Test
    void version2NamesTheConnectionAsTheLogDoes() throws Exception {
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).sendProxy(V2).accessLog(recording.to(directory.resolve("a.log")))
                        .on(transport)) {
            ProxyHeader header;
            try (Peer client = balanced.client(); Peer backend = listening.accepts()) {
                client.sends("hello");
                header = Proxying.header(backend.input());
                backend.receives("hello");
                assertEquals("127.0.0.1:" + client.localPort(), String.valueOf(header.source()));
                assertEquals("127.0.0.1:" + port(balanced), String.valueOf(header.destination()));
                assertEquals(header.details().uniqueId(), balanced.connections().getFirst().uniqueId());
            }
            ConnectionRecord record = recording.record();
            assertEquals(Optional.of(header.details().uniqueId()), record.uniqueId());
            assertTrue(record.uniqueId().orElseThrow().endsWith("-" + record.id()), record.uniqueId()::toString);
            assertEquals(new ProxyDetails("", "", header.details().uniqueId(), null), header.details());
        }
    }

    @Test
    void whatAProxyHasToldGoesOnToTheBackend() throws Exception {
        var tls = new ProxyTls(ProxyTls.SECURE, 1, "TLSv1.2", "", "ECDHE-RSA-AES128-GCM-SHA256", "SHA256", "RSA2048");
        var details = new ProxyDetails("api.example.com", "http/1.1", "id-7", tls);
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).acceptProxy(Proxying.fromHere(true)).sendProxy(V2).on(transport);
                Peer client = balanced.client()) {
            client.output().write(Proxying.v2(details));
            client.sends("hello");
            try (Peer backend = listening.accepts()) {
                ProxyHeader header = Proxying.header(backend.input());
                assertEquals(details, header.details());
                assertEquals(Proxying.SOURCE.toString(), String.valueOf(header.source()));
                assertEquals(Proxying.DESTINATION.toString(), String.valueOf(header.destination()));
                backend.receives("hello");
            }
        }
    }

    @Test
    void theBackendThatIsTriedNextIsToldToo() throws Exception {
        try (var listening = new Listening()) {
            BackendSpec gone = Listening.refusing();
            try (var balanced = Balanced.over(gone, listening.spec()).sendProxy(V1).on(transport);
                    Peer client = balanced.client();
                    Peer backend = listening.accepts()) {
                backend.receives("PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n".formatted(client.localPort(), port(balanced)));
            }
        }
    }

    @Test
    void itComesBeforeTlsWithTheBackend() throws Exception {
        var tls = new BackendTlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()), false, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), List.of("TLSv1.2", "TLSv1.3"), List.of(), List.of(), true);
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).sendProxy(V1).backendTls(tls).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.receives("PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n".formatted(client.localPort(), port(balanced)));
            assertEquals(22, backend.input().read(), "a handshake's record");
        }
    }

    @Test
    void ofAClientWhoseTlsEndsHereAllIsTold() throws Exception {
        TestCertificate own = TestCertificate.make(directory, "one", EC, "one.example.com");
        var tls = new TlsConfig(new ProviderConfig<>(TestEngines.on(transport), Options.defaults()),
                List.of(new CertificateConfig(own.cert(), own.key(), Optional.empty())), List.of("TLSv1.2", "TLSv1.3"), List.of(),
                List.of(),
                Optional.empty());
        try (var listening = new Listening();
                var balanced = Balanced.over(listening.spec()).tls(tls).sendProxy(V2).on(transport);
                SSLSocket client = SecureClient.of("one.example.com", "TLSv1.3").connect(balanced.address())) {
            client.getOutputStream().write("hello".getBytes(US_ASCII));
            try (Peer backend = listening.accepts()) {
                ProxyDetails told = Proxying.header(backend.input()).details();
                backend.receives("hello");
                assertEquals("one.example.com", told.authority());
                assertEquals(
                        new ProxyTls(ProxyTls.SECURE, ProxyTls.NOT_VERIFIED, "TLSv1.3", "", client.getSession().getCipherSuite(), "", ""),
                        told.tls());
            }
        }
    }
}
