package io.awe4lb.kernel.datapath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Eventually;
import io.awe4lb.kernel.admission.Networks;
import io.awe4lb.kernel.config.AcceptProxyConfig;
import io.awe4lb.kernel.config.AcceptProxyConfig.Accept;
import io.awe4lb.kernel.config.AccessRule;
import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.LimitsConfig;
import io.awe4lb.kernel.stats.ConnectionInfo;
import io.awe4lb.kernel.wire.Hello;
import io.awe4lb.kernel.wire.ProxyDetails;
import io.awe4lb.kernel.wire.ProxyTls;
import io.awe4lb.spi.ConnectionRecord;
import io.awe4lb.spi.ConnectionRecord.Tls;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come through a proxy which says whose connection it is. */
class AcceptProxyTest extends OnEachTransport {

    private static final ProxyTls TLS = new ProxyTls(ProxyTls.SECURE | ProxyTls.CERTIFICATE_NOW, 0, "TLSv1.3", "till, 7",
            "TLS_AES_128_GCM_SHA256", "", "");

    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    private Balanced.Builder over(Listening listening, AcceptProxyConfig proxies) throws IOException {
        return Balanced.over(listening.spec()).acceptProxy(proxies).accessLog(recording.to(directory.resolve("access.log")));
    }

    private static void converse(Peer client, Peer backend) throws IOException {
        backend.receives("question");
        backend.sends("answer");
        client.receives("answer");
    }

    private static void sends(Peer client, byte[] bytes) throws IOException {
        client.output().write(bytes);
    }

    @Test
    void theClientIsWhomTheHeaderNamesAndTheBackendSeesNothingOfIt() throws Exception {
        try (var listening = new Listening(); var balanced = over(listening, Proxying.fromHere(true)).on(transport)) {
            try (Peer client = balanced.client()) {
                client.sends(Proxying.V1 + "question");
                try (Peer backend = listening.accepts()) {
                    converse(client, backend);
                    ConnectionInfo live = balanced.connections().getFirst();
                    assertEquals("127.0.0.1:" + client.localPort(), live.source());
                    assertEquals("203.0.113.7:50000", live.client());
                }
            }
            ConnectionRecord record = recording.record();
            assertTrue(record.source().toString().startsWith("127.0.0.1:"), record.source()::toString);
            assertEquals("203.0.113.7:50000", record.client().toString());
            assertEquals("question".length(), record.bytesIn());
        }
    }

    @Test
    void bothVersionsMayBeCutAtEveryByteAndTheServerMaySpeakFirst() throws Exception {
        byte[] v2 = Proxying.v2(ProxyDetails.NONE);
        try (var listening = new Listening(); var balanced = over(listening, Proxying.fromHere(true)).on(transport)) {
            for (byte[] header : List.of(Proxying.V1.getBytes(ISO_8859_1), v2)) {
                for (int cut = 1; cut <= header.length; cut += 3) {
                    try (Peer client = balanced.client()) {
                        client.output().write(header, 0, cut);
                        client.output().write(header, cut, header.length - cut);
                        try (Peer backend = listening.accepts()) {
                            backend.sends("welcome");
                            client.receives("welcome");
                            client.sends("question");
                            converse(client, backend);
                        }
                    }
                }
            }
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void whoeverIsNotBelievedIsRefusedAndTakesNoBackend() throws Exception {
        try (var listening = new Listening();
                var balanced = over(listening, Proxying.fromElsewhere(true)).on(transport);
                Peer client = balanced.client()) {
            client.seesEnd();
            balanced.ended(EndReason.PROXY_PROTOCOL_INVALID, 1);
            assertNoBackend(balanced);
        }
    }

    private static void assertNoBackend(Balanced balanced) {
        balanced.balancer().pools().forEach(pool -> pool.members().all().forEach(
                backend -> assertEquals(0, backend.stats().connections(), "connections to " + backend.id())));
    }

    /** The proxy itself is welcome, and so is another client of it. */
    @Test
    void accessRulesAreAboutTheClientThatTheHeaderNames() throws Exception {
        var rules =
                new AdmissionConfig(List.of(new AccessRule(false, new AccessRule.In(Networks.of("203.0.113.0/24")))), LimitsConfig.NONE);
        try (var listening = new Listening();
                var balanced = over(listening, Proxying.fromHere(true)).admission(rules).on(transport);
                Peer denied = balanced.client();
                Peer welcome = balanced.client()) {
            denied.sends(Proxying.V1 + "question");
            denied.ends();
            balanced.ended(EndReason.DENIED, 1);
            assertNoBackend(balanced);
            welcome.sends("PROXY TCP4 198.51.100.7 192.0.2.1 50000 443\r\nquestion");
            try (Peer backend = listening.accepts()) {
                converse(welcome, backend);
            }
        }
    }

    @Test
    void whereNoHeaderIsRequiredWhoeverIsNotBelievedIsTheClientWhateverItSays() throws Exception {
        try (var listening = new Listening();
                var balanced = over(listening, Proxying.fromElsewhere(false)).on(transport);
                Peer client = balanced.client()) {
            client.sends(Proxying.V1);
            try (Peer backend = listening.accepts()) {
                backend.receives(Proxying.V1);
                assertEquals("127.0.0.1:" + client.localPort(), balanced.connections().getFirst().client());
            }
        }
    }

    @Test
    void whereNoHeaderIsRequiredWhoeverBeginsWithoutOneIsTheClient() throws Exception {
        try (var listening = new Listening();
                var balanced = over(listening, Proxying.fromHere(false)).on(transport);
                Peer client = balanced.client()) {
            client.sends("question");
            try (Peer backend = listening.accepts()) {
                converse(client, backend);
                assertEquals("127.0.0.1:" + client.localPort(), balanced.connections().getFirst().client());
            }
        }
    }

    @Test
    void whereNoHeaderIsRequiredWhoeverWaitsForTheServerIsServedInTheEnd() throws Exception {
        try (var listening = new Listening();
                var balanced = over(listening, Proxying.fromHere(false)).handshake(Duration.ofMillis(50)).on(transport);
                Peer client = balanced.client();
                Peer backend = listening.accepts()) {
            backend.sends("welcome");
            client.receives("welcome");
        }
    }

    @Test
    void whatIsWrongEndsTheConnectionAndNothingOfItReachesABackend() throws Exception {
        List<String> wrong = List.of("GET / HTTP/1.1\r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n", "PROXY TCP4 x 5.6.7.8 1 2\r\n",
                "PROXY UNKNOWN " + "x".repeat(100), "\r\n\r\n\0\r\nQUIT\n\u0031\u0011\0\0", "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0001x");
        try (var listening = new Listening(); var balanced = over(listening, Proxying.fromHere(true)).on(transport)) {
            for (String header : wrong) {
                try (Peer client = balanced.client()) {
                    client.sends(header);
                    client.ends();
                }
            }
            balanced.ended(EndReason.PROXY_PROTOCOL_INVALID, wrong.size());
            assertNoBackend(balanced);
            Eventually.is(0, balanced::lent, () -> "nothing is held any more");
        }
    }

    @Test
    void aVersionThatIsNotAcceptedIsRefused() throws Exception {
        var onlyV2 = new AcceptProxyConfig(Accept.V2, List.of(Routed.LOOPBACK), true);
        try (var listening = new Listening();
                var balanced = over(listening, onlyV2).on(transport);
                Peer client = balanced.client()) {
            client.sends(Proxying.V1);
            client.ends();
            balanced.ended(EndReason.PROXY_PROTOCOL_INVALID, 1);
        }
    }

    @Test
    void aHeaderThatDoesNotComeInTimeTakesNoBackend() throws Exception {
        try (var listening = new Listening();
                var balanced = over(listening, Proxying.fromHere(true)).handshake(Duration.ofMillis(50)).on(transport);
                Peer client = balanced.client();
                Peer silent = balanced.client()) {
            client.sends("PROXY TCP4 1.2.3.4");
            client.seesEnd();
            silent.seesEnd();
            balanced.ended(EndReason.PROXY_PROTOCOL_INVALID, 2);
            assertNoBackend(balanced);
        }
    }

    @Test
    void aProxyThatSpeaksForItselfIsTheClient() throws Exception {
        try (var listening = new Listening(); var balanced = over(listening, Proxying.fromHere(true)).on(transport)) {
            for (String own : List.of("PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n\u0020\0\0\0")) {
                try (Peer client = balanced.client()) {
                    client.sends(own + "question");
                    try (Peer backend = listening.accepts()) {
                        converse(client, backend);
                        assertEquals(List.of("127.0.0.1:" + client.localPort()),
                                balanced.connections().stream().map(ConnectionInfo::client)
                                        .filter(text -> text.endsWith(":" + client.localPort())).toList());
                    }
                }
            }
        }
    }

    @Test
    void whatTheProxyTellsOfTlsRoutesAndStandsInTheLog() throws Exception {
        try (var api = new Listening(); var h2 = new Listening(); var others = new Listening()) {
            BalancerConfig config = over(others, Proxying.fromHere(true))
                    .routes(Routed.names("api", "api.example.com"), Routed.protocol("h2", "h2")).config();
            try (var balanced = Balanced.of(Routed.with(config, Balanced.over(api.spec()).pool("api"), Balanced.over(h2.spec()).pool("h2")),
                    transport)) {
                arrives(balanced, new ProxyDetails("api.example.com", "h2", "id-7", TLS), api);
                ConnectionRecord record = recording.record();
                assertEquals(Optional.of(new Tls(Optional.of("TLSv1.3"), Optional.of("TLS_AES_128_GCM_SHA256"),
                        Optional.of("api.example.com"), Optional.of("h2"), Optional.of("CN=till\\, 7"))), record.tls());
                assertEquals(Optional.of("id-7"), record.uniqueId());
                arrives(balanced, new ProxyDetails("other.example.com", "h2", "", null), h2);
                arrives(balanced, new ProxyDetails("", "", "", TLS), others);
            }
        }
    }

    private static void arrives(Balanced balanced, ProxyDetails details, Listening where) throws IOException {
        try (Peer client = balanced.client()) {
            sends(client, Proxying.v2(details));
            client.sends("question");
            try (Peer backend = where.accepts()) {
                converse(client, backend);
            }
        }
    }

    @Test
    void whereTheProxyTellsNothingOfTlsTheClientsHelloIsRead() throws Exception {
        byte[] hello = Hello.ofJava("api.example.com", "h2");
        try (var api = new Listening(); var others = new Listening()) {
            BalancerConfig config =
                    over(others, Proxying.fromHere(true)).routes(Routed.names("api", "api.example.com")).config();
            try (var balanced = Balanced.of(Routed.with(config, Balanced.over(api.spec()).pool("api")), transport)) {
                byte[] both =
                        ByteBuffer.allocate(Proxying.V1.length() + hello.length).put(Proxying.V1.getBytes(ISO_8859_1)).put(hello).array();
                for (int cut : new int[] {1, Proxying.V1.length(), Proxying.V1.length() + 1, both.length}) {
                    try (Peer client = balanced.client()) {
                        client.output().write(both, 0, cut);
                        client.output().write(both, cut, both.length - cut);
                        try (Peer backend = api.accepts()) {
                            assertEquals(List.of(hello.length, "203.0.113.7:50000"),
                                    List.of(backend.input().readNBytes(hello.length).length, client(balanced, client)));
                        }
                    }
                }
            }
        }
    }

    private static String client(Balanced balanced, Peer peer) {
        return balanced.connections().stream().filter(live -> live.source().endsWith(":" + peer.localPort())).map(ConnectionInfo::client)
                .findFirst().orElse("nobody");
    }
}
