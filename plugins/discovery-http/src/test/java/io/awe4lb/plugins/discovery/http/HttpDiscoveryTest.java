package io.awe4lb.plugins.discovery.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.awe4lb.plugins.http.Headers;
import io.awe4lb.plugins.http.SelfSigned;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpDiscoveryTest {

    private static final DiscoveryProvider JSON = new HttpJsonProvider();
    private static final DiscoveryProvider TEXT = new HttpTextProvider();

    @TempDir
    static Path directory;

    private static WireMockServer server;
    private static Path certificate = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        SelfSigned own = SelfSigned.make(directory, "server");
        certificate = own.certificate();
        server = new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort()
                .keystorePath(own.store().toString()).keystoreType("PKCS12").keystorePassword(SelfSigned.PASSWORD)
                .keyManagerPassword(SelfSigned.PASSWORD));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void forget() {
        server.resetAll();
    }

    private static void answers(ResponseDefinitionBuilder response) {
        server.stubFor(get("/list").willReturn(response));
    }

    private static String base() {
        return "http://127.0.0.1:" + server.port();
    }

    private static Options options() {
        return Options.defaults().with(HttpOptions.URL, base() + "/list");
    }

    private static Options secure() {
        return Options.defaults().with(HttpOptions.URL, "https://localhost:%d/list".formatted(server.httpsPort()));
    }

    private static List<BackendSpec> ask(DiscoveryProvider provider, Options options) throws Exception {
        try (Discovery discovery = provider.create(options)) {
            return discovery.discover().backends();
        }
    }

    private static String assertFails(String sentence, DiscoveryProvider provider, Options options) {
        String said = assertThrows(DiscoveryException.class, () -> ask(provider, options)).getMessage();
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("\n"), said);
        return said;
    }

    private static void assertRefused(String sentence, DiscoveryProvider provider, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> provider.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }

    @Test
    void readsTheFieldsOfEachEntry() throws Exception {
        answers(ok("""
                [{"host": "10.0.0.1", "port": 80, "weight": 5, "priority": 2, "maxConnections": 7, "sni": "a.example", "other": {}},
                 {"host": "::1", "port": "8080", "weight": null}, "10.0.0.3:80"]"""));
        assertEquals(List.of(BackendText.ofLine("10.0.0.1:80 weight=5 priority=2 max_connections=7 sni=a.example"),
                BackendText.ofLine("[::1]:8080"),
                BackendText.ofLine("10.0.0.3:80")), ask(JSON, options()));
    }

    @Test
    void findsTheFieldsWherePointersAndPathsSay() throws Exception {
        answers(ok("""
                {"data": {"a/b": [{"net": {"addresses": ["10.0.0.1", "::1"]}, "p": 80, "id": "one"}]}}"""));
        Options options = options().with(HttpJsonProvider.LIST, "/data/a~1b").with(HttpJsonProvider.HOST, "net.addresses.0")
                .with(HttpJsonProvider.PORT, "p").with(HttpJsonProvider.NAME, "/id");
        assertEquals(List.of(BackendText.ofLine("10.0.0.1:80 name=one")), ask(JSON, options));
    }

    @Test
    void whatIsNotThereIsSaidWithItsOption() {
        answers(ok("{\"data\": [{\"host\": \"a\"}]}"));
        assertFails("is not understood: there is no list at '': mend list", JSON, options());
        assertFails("there is no list at '/nodes': mend list", JSON, options().with(HttpJsonProvider.LIST, "nodes"));
        assertFails("entry 1: it has no port at '/port': mend port", JSON, options().with(HttpJsonProvider.LIST, "data"));
        assertFails("entry 1: its host is neither a text nor a number", JSON,
                options().with(HttpJsonProvider.LIST, "data").with(HttpJsonProvider.HOST, "").with(HttpJsonProvider.PORT, "host"));
        answers(ok("<html>"));
        assertFails("is not understood: it is no JSON at line 1", JSON, options());
        answers(ok("[] []"));
        assertFails("something follows after the end of the JSON", JSON, options());
        answers(ok(""));
        assertFails("it is no JSON", JSON, options());
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        assertRefused("list: '/a~b' is no JSON Pointer", JSON, options().with(HttpJsonProvider.LIST, "/a~b"));
    }

    @Test
    void readsLines() throws Exception {
        answers(ok("10.0.0.1:80 weight=5\n\n10.0.0.2:80\n"));
        assertEquals(List.of(BackendText.ofLine("10.0.0.1:80 weight=5"), BackendText.ofLine("10.0.0.2:80")), ask(TEXT, options()));
    }

    @Test
    void readsWhatThePatternFinds() throws Exception {
        answers(ok("# 2 servers\nserver one at 10.0.0.1 port 80 (w 5)\nserver two at 10.0.0.2 port 81 (w 6)\n"));
        Options options = options().with(HttpTextProvider.PATTERN,
                "^#|server (?P<name>\\w+) at (?<host>\\S+) port (?<port>\\d+) \\(w (?<weight>\\d+)\\)");
        assertEquals(List.of(BackendText.ofLine("10.0.0.1:80 name=one weight=5"), BackendText.ofLine("10.0.0.2:81 name=two weight=6")),
                ask(TEXT, options));
        assertFails("line 1: the pattern is not found in it", TEXT,
                options().with(HttpTextProvider.PATTERN, "at (?<host>\\S+) port (?<port>\\d+)"));
    }

    @Test
    void aPatternThatCannotBeIsRefused() {
        assertRefused("pattern: it is no regular expression: Unclosed group", TEXT, options().with(HttpTextProvider.PATTERN, "("));
        assertRefused("pattern: it needs the groups", TEXT, options().with(HttpTextProvider.PATTERN, "(?<host>.*)"));
        assertRefused("pattern: it needs the groups", TEXT,
                options().with(HttpTextProvider.PATTERN, "(?<host>.*):(?<port>.*) (?<hots>.*)"));
    }

    @Test
    void aPatternThatDoesNotComeToAnEndIsInterrupted() throws Exception {
        answers(ok("a".repeat(60) + "!"));
        Options options = options().with(HttpTextProvider.PATTERN, "(?<host>(a|aa)+)\\2!(?<port>\\d+)$");
        var ended = new CompletableFuture<Throwable>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                ask(TEXT, options);
            } catch (Throwable failure) {
                ended.complete(failure);
            }
        });
        awaitRequest();
        asking.interrupt();
        assertInstanceOf(InterruptedException.class, ended.get(30, TimeUnit.SECONDS));
    }

    private static void awaitRequest() {
        long begin = System.nanoTime();
        while (server.getAllServeEvents().isEmpty()) {
            assertTrue(System.nanoTime() - begin < 30_000_000_000L, "it is asked");
            Thread.onSpinWait();
        }
    }

    @Test
    void aPageThatHasNotChangedIsNotReadAgain() throws Exception {
        answers(ok("10.0.0.1:80\n").withHeader("ETag", "\"v1\""));
        server.stubFor(get("/list").withHeader("If-None-Match", equalTo("\"v1\"")).willReturn(aResponse().withStatus(304)));
        try (Discovery discovery = TEXT.create(options())) {
            var first = discovery.discover();
            assertEquals(first, discovery.discover());
            assertEquals("10.0.0.1:80", first.backends().getFirst().id());
        }
        server.verify(1, getRequestedFor(urlEqualTo("/list")).withHeader("If-None-Match", equalTo("\"v1\"")));
    }

    @Test
    void aPageThatWasNotUnderstoodIsAskedForAsAWhole() throws Exception {
        answers(ok("nonsense").withHeader("ETag", "\"v1\""));
        try (Discovery discovery = TEXT.create(options())) {
            assertThrows(DiscoveryException.class, discovery::discover);
            assertThrows(DiscoveryException.class, discovery::discover);
        }
        server.verify(2, getRequestedFor(urlEqualTo("/list")).withoutHeader("If-None-Match"));
    }

    @Test
    void secretsGoWithTheRequestAndIntoNoSentence() throws Exception {
        answers(ok("10.0.0.1:80\n"));
        ask(TEXT, options().with(Headers.BASIC, Map.of("user", new Secret("me"), "password", new Secret("secret")))
                .with(Headers.HEADERS, Map.of("X-Zone", new Secret("eu"))));
        ask(TEXT, options().with(Headers.BEARER, new Secret("token")));
        server.verify(1, getRequestedFor(urlEqualTo("/list")).withHeader("Authorization", equalTo("Basic bWU6c2VjcmV0"))
                .withHeader("X-Zone", equalTo("eu")));
        server.verify(1, getRequestedFor(urlEqualTo("/list")).withHeader("Authorization", equalTo("Bearer token")));
        String said = assertFails("answers 404 (Request was not matched ", TEXT,
                Options.defaults().with(HttpOptions.URL, base() + "/nowhere?key=hidden").with(Headers.BEARER,
                        new Secret("token")));
        assertFalse(said.contains("hidden") || said.contains("token"), said);
    }

    @Test
    void whatIsNoAnswerIsAFailure() {
        for (int status : new int[] {204, 304, 400, 500, 503}) {
            answers(aResponse().withStatus(status));
            assertFails("/list answers " + status, TEXT, options());
        }
        answers(aResponse().withStatus(401));
        assertFails("answers 401: mend basic, bearer or headers", TEXT, options());
        answers(aResponse().withStatus(302).withHeader("Location", "/other"));
        assertFails("answers 302, which is not followed: write the address that it should have", TEXT, options());
        answers(aResponse().withStatus(302));
        assertFails("answers 302, which is not followed: write the address that it should have", TEXT, options());
        answers(aResponse().withStatus(400)
                .withBody("<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head>"));
        assertFails("answers 400 (400 The plain HTTP request was sent to HTTPS port)", TEXT, options());
        answers(aResponse().withStatus(502).withBody("<html><body>Bad gateway</body></html>"));
        assertFails("/list answers 502", TEXT, options());
        answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertFails("/list breaks off: ", TEXT, options());
        answers(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        assertFails("/list does not answer in HTTP: ", TEXT, options());
        answers(aResponse().withStatus(200).withBody(""));
        assertFails("is not understood: it is no JSON, but empty", JSON, options());
        answers(aResponse().withStatus(200).withBody(new byte[] {(byte) 0xff}));
        assertFails("/list answers no text in UTF-8", TEXT, options());
        answers(aResponse().withStatus(200).withBody(new byte[(16 << 20) + 1]));
        assertFails("/list answers more than 16 MiB", TEXT, options());
        assertFails("does not take the connection: is it running", TEXT,
                Options.defaults().with(HttpOptions.URL, "http://127.0.0.1:1/list"));
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftWhenInterrupted() throws Exception {
        answers(ok("10.0.0.1:80\n").withFixedDelay(60_000));
        var thrown = new AtomicReference<Throwable>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                ask(TEXT, options());
            } catch (Exception failure) {
                thrown.set(failure);
            }
        });
        asking.interrupt();
        assertTrue(asking.join(Duration.ofSeconds(30)));
        assertInstanceOf(InterruptedException.class, thrown.get());
    }

    @Test
    void aCertificateIsVerifiedUnlessSomebodyWantsOtherwise() throws Exception {
        answers(ok("10.0.0.1:80\n"));
        assertFails("is not trusted (", TEXT, secure());
        assertEquals(1, ask(TEXT, secure().with(Tls.OPTION, Map.of("verify", "false"))).size());
        assertEquals(1, ask(TEXT, secure().with(Tls.OPTION, Map.of("ca", certificate.toString()))).size());
        assertRefused("tls: ca: /nowhere cannot be read", TEXT, secure().with(Tls.OPTION, Map.of("ca", "/nowhere")));
    }

    @Test
    void optionsThatDoNotFitTogetherAreRefused() {
        assertRefused("url: this is not where HTTP is spoken", TEXT, Options.defaults().with(HttpOptions.URL, "ftp://x/"));
        assertRefused("url: this is not where HTTP is spoken", TEXT, Options.defaults().with(HttpOptions.URL, "http://u:p@x/"));
        assertRefused("headers: 'a b' is not the name", TEXT, options().with(Headers.HEADERS, Map.of("a b", new Secret("x"))));
        assertRefused("headers: Host is set by awe4lb itself", TEXT, options().with(Headers.HEADERS, Map.of("Host", new Secret("x"))));
        assertRefused("headers: X: the value has characters", TEXT, options().with(Headers.HEADERS, Map.of("X", new Secret("a\nb"))));
        assertRefused("basic: write {user: NAME, password: …}", TEXT, options().with(Headers.BASIC, Map.of("user", new Secret("x"))));
        Options both = options().with(Headers.BEARER, new Secret("t"));
        assertRefused("basic and bearer do not go together", TEXT,
                both.with(Headers.BASIC, Map.of("user", new Secret("x"), "password", new Secret("y"))));
        assertRefused("headers: Authorization is set by basic or bearer", TEXT,
                both.with(Headers.HEADERS, Map.of("authorization", new Secret("x"))));
        assertRefused("tls: http://127.0.0.1:", TEXT, options().with(Tls.OPTION, Map.of("ca", "x")));
        assertRefused("tls: verify is true or false", TEXT, secure().with(Tls.OPTION, Map.of("verify", "no")));
    }
}
