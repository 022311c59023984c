package io.awe4lb.plugins.tls.boringssl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.Identity;
import io.awe4lb.spi.TlsSettings.Sessions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BoringSSL on one side and Java on the other, or itself. */
class BoringEngineTest {

    private static final List<String> BOTH = List.of("TLSv1.2", "TLSv1.3");
    private static final char[] PASSWORD = {};

    @TempDir
    static Path directory;

    private static Identity ec;
    private static Identity rsa;

    private final AtomicLong clock = new AtomicLong();
    private final List<BoringServer> servers = new ArrayList<>();
    private final List<SSLEngine> engines = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        ec = TestIdentity.of(directory, "localhost", "EC");
        rsa = TestIdentity.of(directory, "localhost", "RSA");
    }

    /** Every test gives everything back. */
    @AfterEach
    void nothingIsLeft() {
        engines.forEach(engine -> ((BoringEngine) engine).release());
        servers.forEach(BoringServer::close);
        servers.forEach(server -> assertEquals(0, server.users(), "engines that are not freed"));
    }

    private BoringServer server(List<String> versions, List<String> ciphers, List<String> protocols, Identity... identities)
            throws GeneralSecurityException {
        return server(new TlsSettings(List.of(identities), versions, ciphers, protocols));
    }

    private BoringServer server(TlsSettings settings) throws GeneralSecurityException {
        BoringServer server = BoringServer.of(settings, clock::get);
        servers.add(server);
        return server;
    }

    private SSLEngine engine(BoringServer server) {
        return kept(server.engine());
    }

    private SSLEngine kept(SSLEngine engine) {
        engines.add(engine);
        return engine;
    }

    private static SSLContext java(Identity... identities) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Identity identity : identities) {
            store.setKeyEntry("key", identity.key(), PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        }
        var keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Trust(_ -> {})}, null);
        return context;
    }

    private static SSLEngine client(SSLContext context, String version, String... protocols) {
        SSLEngine engine = context.createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothSidesAgreeAndTalkAndEnd(String version) throws Exception {
        SSLEngine serving = engine(server(BOTH, List.of(), List.of("h2", "http/1.1"), ec));
        var talk = new Conversation(client(java(), version, "http/1.1", "h2"), serving).shake();
        assertEquals(version, serving.getSession().getProtocol());
        assertEquals(talk.client().engine().getSession().getCipherSuite(), serving.getSession().getCipherSuite());
        assertEquals("h2", serving.getApplicationProtocol(), "the server's choice");
        String large = "question ".repeat(5_000);
        talk.client().says(large);
        assertEquals(large, talk.server().hears());
        talk.server().says(large);
        assertEquals(large, talk.client().hears());
        talk.server().ends();
        assertEquals("", talk.client().hears());
        assertTrue(talk.client().engine().isInboundDone());
        assertTrue(serving.isOutboundDone());
    }

    @Test
    void oneSideMayEndBeforeTheOtherWithTls13() throws Exception {
        SSLEngine serving = engine(server(BOTH, List.of(), List.of(), ec));
        var talk = new Conversation(client(java(), "TLSv1.3"), serving).shake();
        talk.client().says("all of it");
        talk.client().ends();
        assertEquals("all of it", talk.server().hears());
        assertTrue(serving.isInboundDone());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, serving.getHandshakeStatus());
        talk.server().says("the answer");
        assertEquals("the answer", talk.client().hears());
    }

    @Test
    void untilTls12OneEndIsThatOfBoth() throws Exception {
        SSLEngine serving = engine(server(BOTH, List.of(), List.of(), ec));
        var talk = new Conversation(client(java(), "TLSv1.2"), serving).shake();
        talk.client().ends();
        assertEquals("", talk.server().hears());
        assertEquals(HandshakeStatus.NEED_WRAP, serving.getHandshakeStatus(), "it answers close_notify");
        talk.server().ends();
        assertTrue(serving.isOutboundDone());
    }

    @Test
    void eachClientGetsACertificateThatItCanVerify() throws Exception {
        BoringServer server = server(BOTH, List.of(), List.of(), rsa, ec);
        SSLEngine rsaOnly = client(java(), "TLSv1.2");
        rsaOnly.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"});
        assertEquals("RSA", keyShownTo(rsaOnly, server));
        SSLEngine ecOnly = client(java(), "TLSv1.2");
        ecOnly.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
        assertEquals("EC", keyShownTo(ecOnly, server));
        assertEquals("EC", keyShownTo(client(java(), "TLSv1.3"), server), "the one that costs less");
    }

    private String keyShownTo(SSLEngine client, BoringServer server) throws Exception {
        new Conversation(client, engine(server)).shake();
        return client.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm();
    }

    @Test
    void sessionsAreResumedWithTheKeyOfTheirTicketAndTheOneAfterIt() throws Exception {
        BoringServer server = server(BOTH, List.of(), List.of(), ec);
        for (String version : BOTH) {
            SSLContext java = java();
            assertFalse(isResumed(java, version, server), "the first");
            assertTrue(isResumed(java, version, server), "the second");
            clock.addAndGet(TicketKeys.EACH.toNanos());
            assertTrue(isResumed(java, version, server), "with a key that is not new any more");
            clock.addAndGet(TicketKeys.EACH.multipliedBy(2).toNanos());
            assertFalse(isResumed(java, version, server), "with a key that is gone");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, false, 0, false", "TLSv1.3, false, 0, false", "TLSv1.2, false, 10, true", "TLSv1.3, false, 10, false",
        "TLSv1.2, true, 10, true", "TLSv1.3, true, 10, true"})
    void sessionsAreResumedAsItIsWanted(String version, boolean tickets, int kept, boolean expected) throws Exception {
        BoringServer server = server(new TlsSettings(List.of(ec), BOTH, List.of(), List.of(), Optional.empty(), true,
                new Sessions(tickets, kept)));
        SSLContext java = java();
        assertFalse(isResumed(java, version, server), "the first");
        assertEquals(expected, isResumed(java, version, server), "the second");
    }

    @Test
    void theServersOrderOfSuitesCountsUnlessTheClientsIsWanted() throws Exception {
        String first = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        String last = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        for (boolean own : new boolean[] {true, false}) {
            SSLEngine client = client(java(), "TLSv1.2");
            client.setEnabledCipherSuites(new String[] {last, first});
            SSLEngine serving = engine(server(new TlsSettings(List.of(ec), BOTH, List.of(first, last), List.of(), Optional.empty(), own,
                    Sessions.USUAL)));
            new Conversation(client, serving).shake();
            assertEquals(own ? first : last, serving.getSession().getCipherSuite());
        }
    }

    @Test
    void anotherServerDoesNotResume() throws Exception {
        SSLContext java = java();
        assertFalse(isResumed(java, "TLSv1.3", server(BOTH, List.of(), List.of(), ec)));
        assertFalse(isResumed(java, "TLSv1.3", server(BOTH, List.of(), List.of(), ec)));
    }

    private boolean isResumed(SSLContext java, String version, BoringServer server) throws Exception {
        SSLEngine serving = engine(server);
        var talk = new Conversation(client(java, version), serving).shake();
        assertEquals("", talk.client().hears()); // but a ticket, although the server has said nothing yet
        return ((BoringEngine) serving).isResumed();
    }

    @Test
    void whatIsNoTlsIsRefusedWithASentenceAndTheOtherSideIsTold() throws Exception {
        SSLEngine serving = engine(server(BOTH, List.of(), List.of(), ec));
        var talk = new Conversation(client(java(), "TLSv1.3"), serving);
        talk.server().gets("GET / HTTP/1.1\r\n\r\n".getBytes());
        serving.beginHandshake();
        assertEquals("no handshake: http request", assertThrows(SSLHandshakeException.class, talk.server()::hears).getMessage());

        SSLEngine strict = engine(server(List.of("TLSv1.3"), List.of(), List.of(), ec));
        var old = new Conversation(client(java(), "TLSv1.2"), strict);
        assertEquals("no handshake: unsupported protocol", assertThrows(SSLException.class, old::shake).getMessage());
        old.server().ends();
        assertTrue(assertThrows(SSLException.class, old.client()::hears).getMessage().contains("protocol_version"));
    }

    @Test
    void aRecordThatWasChangedIsRefused() throws Exception {
        SSLEngine serving = engine(server(BOTH, List.of(), List.of(), ec));
        var talk = new Conversation(client(java(), "TLSv1.3"), serving).shake();
        talk.server()
                .gets(new byte[] {23, 3, 3, 0, 32, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                    25, 26, 27, 28, 29, 30, 31, 32});
        assertEquals("a record cannot be read: bad decrypt",
                assertThrows(SSLException.class, talk.server()::hears).getMessage());
    }

    @Test
    void suitesAreNamedAsByIanaAndTheWeakOnesHaveToBe() throws Exception {
        String cbc = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
        SSLEngine weak = client(java(), "TLSv1.2");
        weak.setEnabledCipherSuites(new String[] {cbc});
        assertThrows(SSLException.class, () -> new Conversation(weak, engine(server(BOTH, List.of(), List.of(), ec))).shake());
        SSLEngine again = client(java(), "TLSv1.2");
        again.setEnabledCipherSuites(new String[] {cbc});
        SSLEngine serving = engine(server(BOTH, List.of(cbc), List.of(), ec));
        new Conversation(again, serving).shake();
        assertEquals(cbc, serving.getSession().getCipherSuite());
        assertTrue(refusal(List.of("AES128-SHA")).startsWith("'AES128-SHA' is no cipher suite that it has: TLS_AES_128_GCM_SHA256, "));
        assertTrue(refusal(List.of("TLS_AES_128_GCM_SHA256", cbc)).startsWith("of TLS 1.3 it has all cipher suites or none"));
    }

    private static String refusal(List<String> ciphers) {
        return String.valueOf(assertThrows(GeneralSecurityException.class,
                () -> BoringServer.of(new TlsSettings(List.of(ec), BOTH, ciphers, List.of()), System::nanoTime)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientsAreAskedForACertificateWhichIsKnownWhenTheyComeBack(String version) throws Exception {
        List<String> asked = new ArrayList<>();
        BoringServer server = asking(true, new Trust(asked::add, ec.chain().getFirst()));
        SSLContext java = java(ec);
        for (boolean comesBack : new boolean[] {false, true}) {
            assertEquals(comesBack, isResumed(java, version, server));
            assertEquals("CN=localhost", engines.getLast().getSession().getPeerPrincipal().getName());
        }
        assertEquals(List.of("CN=localhost"), asked);
    }

    @Test
    void keysOfEd25519AreShownAndNotVerified() throws Exception {
        Identity ed = TestIdentity.of(directory, "ed", "Ed25519");
        new Conversation(client(java(), "TLSv1.3"), engine(server(BOTH, List.of(), List.of(), ed))).shake();
        SSLEngine asking = engine(asking(true, new Trust(_ -> {})));
        assertThrows(SSLException.class, () -> new Conversation(client(java(ed), "TLSv1.3"), asking).shake());
        assertEquals(100, new BoringProvider().preference(false));
        assertEquals(-1, new BoringProvider().preference(true), "so that 'auto' takes one that can");
    }

    @Test
    void whoHasNoneIsRefusedWhereOneIsRequired() throws Exception {
        SSLEngine serving = engine(asking(true, new Trust(_ -> {})));
        var nobody = new Conversation(client(java(), "TLSv1.3"), serving);
        assertEquals("no handshake: peer did not return a certificate", assertThrows(SSLException.class, nobody::shake).getMessage());
        SSLEngine tolerant = engine(asking(false, new Trust(_ -> {})));
        new Conversation(client(java(), "TLSv1.3"), tolerant).shake();
        assertThrows(SSLPeerUnverifiedException.class, tolerant.getSession()::getPeerCertificates);
    }

    @Test
    void whoIsNotTrustedIsAlwaysRefused() throws Exception {
        for (boolean isRequired : new boolean[] {true, false}) {
            CertificateException why = new CertificateException("not this one");
            SSLEngine serving = engine(asking(isRequired, new Trust(_ -> {
                throw why;
            })));
            var talk = new Conversation(client(java(ec), "TLSv1.3"), serving);
            assertEquals(why, assertThrows(SSLException.class, talk::shake).getCause());
        }
    }

    private BoringServer asking(boolean isRequired, Trust trust) throws GeneralSecurityException {
        return server(new TlsSettings(List.of(ec), BOTH, List.of(), List.of(),
                Optional.of(new TlsSettings.ClientAuth(isRequired, trust))));
    }

    private static TlsClientSettings backend(Trust trust, boolean resumes) {
        return new TlsClientSettings(trust, Optional.of("some-host"), Optional.of(ec), BOTH, List.of(), List.of("h2"), resumes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientShowsItsCertificateAsksTheTrustManagerAndResumes(String version) throws Exception {
        List<String> asked = new ArrayList<>();
        SSLContext java = java(ec);
        BoringClient client = BoringClient.of(backend(new Trust(asked::add), true));
        try {
            for (boolean expected : new boolean[] {false, true, true}) {
                SSLEngine mine = client.engine();
                SSLEngine serving = java.createSSLEngine();
                serving.setUseClientMode(false);
                serving.setNeedClientAuth(true);
                SSLParameters parameters = serving.getSSLParameters();
                parameters.setProtocols(new String[] {version});
                parameters.setApplicationProtocols(new String[] {"h2"});
                serving.setSSLParameters(parameters);
                var talk = new Conversation(mine, serving).shake();
                talk.server().says("hello");
                assertEquals("hello", talk.client().hears());
                assertEquals(expected, ((BoringEngine) mine).isResumed());
                assertEquals("h2", mine.getApplicationProtocol());
                assertEquals("CN=localhost", serving.getSession().getPeerPrincipal().getName());
                assertEquals("CN=localhost", mine.getSession().getPeerPrincipal().getName());
                client.release(mine);
            }
        } finally {
            client.close();
        }
        assertEquals(List.of("CN=localhost"), asked);
    }

    @Test
    void aClientThatDistrustsSaysWhyAndTellsTheServer() throws Exception {
        CertificateException why = new CertificateException("not this one");
        BoringClient client = BoringClient.of(backend(new Trust(_ -> {
            throw why;
        }), false));
        SSLEngine serving = java(ec).createSSLEngine();
        serving.setUseClientMode(false);
        SSLEngine mine = client.engine();
        var talk = new Conversation(mine, serving);
        SSLException failure = assertThrows(SSLException.class, talk::shake);
        assertEquals(why, failure.getCause());
        assertEquals(HandshakeStatus.NEED_WRAP, mine.getHandshakeStatus(), "an alert");
        client.release(mine);
        client.close();
    }

    @Test
    void anEngineWhoseTaskStillRunsIsFreedWhenThatHasEnded() throws Exception {
        TlsClient client = BoringClient.of(backend(new Trust(_ -> {}), false));
        SSLEngine serving = java(ec).createSSLEngine();
        serving.setUseClientMode(false);
        SSLEngine mine = client.engine();
        Runnable task = new Conversation(mine, serving).shakeUntilTask();
        client.release(mine);
        client.close();
        task.run();
        assertNull(mine.getDelegatedTask());
    }

    @Test
    void aThousandHandshakesThatStopHalfWayLeaveNothing() throws Exception {
        BoringServer server = server(BOTH, List.of(), List.of(), ec);
        SSLContext java = java();
        for (int i = 0; i < 1_000; i++) {
            SSLEngine serving = server.engine();
            SSLEngine client = client(java, "TLSv1.3");
            if (i < 20) { // one that asks something, and does not wait for the answer
                new Conversation(client, serving).shakeHalf();
            }
            server.release(serving);
        }
        assertEquals(1, server.users());
    }

    @Test
    void theLibraryIsThereForTwoPlatforms() {
        assertEquals("linux-x86_64", NativeLibrary.platform("Linux", "amd64"));
        assertEquals("linux-aarch_64", NativeLibrary.platform("Linux", "aarch64"));
        assertEquals("mac-os-x-aarch_64", NativeLibrary.platform("Mac OS X", "aarch64"));
        assertEquals(Optional.empty(), new BoringProvider().unavailable());
        assertEquals(Duration.ofHours(12), TicketKeys.EACH);
    }
}
