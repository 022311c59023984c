package io.awe4lb.plugins.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.sun.net.httpserver.HttpServer;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpServerTest {

    private static final Request REQUEST = Request.get("/list?key=hidden");

    @TempDir
    static Path directory;

    private static SelfSigned good = new SelfSigned(Path.of(""), Path.of(""), Path.of(""));

    @BeforeAll
    static void make() throws Exception {
        good = SelfSigned.make(directory, "good");
    }

    private static WireMockServer serving(SelfSigned server, Optional<SelfSigned> clients) {
        WireMockConfiguration options = WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort()
                .keystorePath(server.store().toString()).keystoreType("PKCS12").keystorePassword(SelfSigned.PASSWORD)
                .keyManagerPassword(SelfSigned.PASSWORD);
        clients.ifPresent(client -> options.needClientAuth(true).trustStorePath(client.store().toString()).trustStoreType("PKCS12")
                .trustStorePassword(SelfSigned.PASSWORD));
        var serving = new WireMockServer(options);
        serving.start();
        serving.stubFor(get("/list?key=hidden").willReturn(ok("[]")));
        return serving;
    }

    private static String ask(String base, Map<String, String> tls) throws Exception {
        Endpoint endpoint = Endpoint.of("endpoint", base);
        try (Server server = Server.at(endpoint, Tls.of(Options.defaults().with(Tls.OPTION, tls), endpoint))) {
            return server.ask(REQUEST).requireOk("mend token", "mend endpoint").text();
        }
    }

    private static void assertFails(String sentence, String base, Map<String, String> tls) {
        String said = assertThrows(DiscoveryException.class, () -> ask(base, tls)).getMessage();
        assertTrue(said.contains("/list " + sentence), said);
        assertTrue(!said.contains("hidden") && !said.contains("\n"), said);
    }

    @Test
    void aServerIsTrustedWhoseIssuerIsGivenAndUnderItsNamesOnly() throws Exception {
        WireMockServer server = serving(good, Optional.empty());
        try {
            String base = "https://localhost:" + server.httpsPort();
            assertEquals("[]", ask(base, Map.of("ca", good.certificate().toString())));
            assertEquals("[]", ask(base, Map.of("verify", "false")));
            assertFails("is not trusted (", base, Map.of());
            String other = "https://127.0.0.2:" + server.httpsPort();
            assertFails("does not take the connection", other, Map.of("verify", "false"));
            assertFails("does not answer in HTTP: does it want https://", "http://127.0.0.1:" + server.httpsPort(), Map.of());
            assertFails("does not agree on TLS: ", "https://127.0.0.1:" + server.port(), Map.of("verify", "false"));
        } finally {
            server.stop();
        }
    }

    @Test
    void aCertificateThatHasExpiredIsSaidToHave() throws Exception {
        SelfSigned old = SelfSigned.expired(directory, "old");
        WireMockServer server = serving(old, Optional.empty());
        try {
            String base = "https://localhost:" + server.httpsPort();
            assertFails("is not trusted (", base, Map.of("ca", good.certificate().toString()));
            assertFails("has a certificate that is not valid now: renew it", base, Map.of("ca", old.certificate().toString()));
        } finally {
            server.stop();
        }
    }

    @Test
    void aCertificateIsShownToAServerThatWantsOneAndReadAgainAfterARefusal() throws Exception {
        SelfSigned client = SelfSigned.make(directory, "client");
        WireMockServer server = serving(good, Optional.of(client));
        Path certificate = Files.copy(good.certificate(), directory.resolve("used.crt"));
        Path key = Files.copy(good.key(), directory.resolve("used.key"));
        Map<String, String> tls = Map.of("ca", good.certificate().toString(), "certificate", certificate.toString(), "key", key.toString());
        Endpoint endpoint = Endpoint.of("endpoint", "https://localhost:" + server.httpsPort());
        try (Server asked = Server.at(endpoint, Tls.of(Options.defaults().with(Tls.OPTION, tls), endpoint))) {
            assertThrows(DiscoveryException.class, () -> asked.ask(REQUEST));
            Files.copy(client.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(client.key(), key, StandardCopyOption.REPLACE_EXISTING);
            assertEquals("[]", asked.ask(REQUEST).text());
        } finally {
            server.stop();
        }
    }

    @Test
    void aFileOfTlsThatCannotBeUsedIsNamed() throws Exception {
        String base = "https://127.0.0.1:1";
        String certificate = good.certificate().toString();
        String key = good.key().toString();
        Path gone = Files.copy(good.certificate(), directory.resolve("gone.crt"));
        Endpoint endpoint = Endpoint.of("endpoint", base);
        try (Server server = Server.at(endpoint, Tls.of(Options.defaults().with(Tls.OPTION, Map.of("ca", gone.toString())), endpoint))) {
            Files.delete(gone);
            String said = assertThrows(DiscoveryException.class, () -> server.ask(REQUEST)).getMessage();
            assertTrue(said.contains("cannot be asked: ca: " + gone + " cannot be read: no such file"), said);
        }
        assertFails("cannot be asked: ca: " + key + " has no certificates in PEM", base, Map.of("ca", key));
        assertFails("cannot be asked: key: " + certificate + " has no key in PKCS#8", base,
                Map.of("certificate", certificate, "key", certificate));
        Path broken = Files.writeString(directory.resolve("broken"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertFails("cannot be asked: key: " + broken + " is broken, or of another kind", base,
                Map.of("certificate", certificate, "key", broken.toString()));
    }

    @Test
    void whatTlsCannotMeanIsRefused() {
        Endpoint secure = Endpoint.of("endpoint", "https://x");
        for (var wrong : Map.of(
                "tls: verify is true or false", Map.of("verify", "no"),
                "tls: who trusts everybody needs no ca", Map.of("verify", "false", "ca", "x"),
                "tls: certificate and key go together", Map.of("key", "x"),
                "tls: ca: /nowhere cannot be read: no such file", Map.of("ca", "/nowhere"),
                "tls: key: /nowhere cannot be read: no such file", Map.of("certificate", good.certificate().toString(), "key", "/nowhere"),
                "tls: ca is the name of no file", Map.of("ca", "a\0b")).entrySet()) {
            assertRefused(wrong.getKey(), wrong.getValue(), secure);
        }
        assertRefused("tls: http://x is asked without TLS", Map.of("ca", "x"), Endpoint.of("endpoint", "http://x/"));
        assertRefused("tls: unix:/x is asked without TLS", Map.of("ca", "x"), Endpoint.of("endpoint", "unix:/x"));
    }

    private static void assertRefused(String sentence, Map<String, String> tls, Endpoint endpoint) {
        Options options = Options.defaults().with(Tls.OPTION, tls);
        String said = assertThrows(IllegalArgumentException.class, () -> Tls.of(options, endpoint)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }

    @Test
    void anInterruptEndsAStreamThatIsSilent() throws Exception {
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("one\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
        });
        silent.start();
        Endpoint endpoint = Endpoint.of("endpoint", "http://127.0.0.1:" + silent.getAddress().getPort());
        var first = new CountDownLatch(1);
        var ended = new CompletableFuture<Throwable>();
        try (Server server = Server.at(endpoint, Tls.of(Options.defaults(), endpoint))) {
            Thread following = Thread.ofVirtual().start(() -> {
                try (Lines lines = server.follow(REQUEST)) {
                    assertEquals(Optional.of("one"), lines.next());
                    first.countDown();
                    lines.next();
                } catch (Throwable failure) {
                    ended.complete(failure);
                }
            });
            assertTrue(first.await(30, TimeUnit.SECONDS));
            following.interrupt();
            assertInstanceOf(InterruptedException.class, ended.get(30, TimeUnit.SECONDS));
        } finally {
            silent.stop(0);
        }
    }

    @Test
    void aRedirectIsNotFollowedAndTheWordsOfARefusalAreQuoted() throws Exception {
        WireMockServer server = serving(good, Optional.empty());
        String base = "http://127.0.0.1:" + server.port();
        try {
            server.stubFor(get("/list?key=hidden").willReturn(aResponse().withStatus(302).withHeader("Location", "/other")));
            assertFails("answers 302, which is not followed", base, Map.of());
            server.stubFor(get("/list?key=hidden").willReturn(aResponse().withStatus(403).withBody("Permission\n denied")));
            assertFails("answers 403 (Permission denied): mend token", base, Map.of());
            server.stubFor(get("/list?key=hidden").willReturn(aResponse().withStatus(404).withBody("<html>")));
            assertFails("answers 404: mend endpoint", base, Map.of());
        } finally {
            server.stop();
        }
    }
}
