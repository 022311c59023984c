package io.awe4lb.plugins.discovery.docker;

import static io.awe4lb.plugins.discovery.docker.PlayedDocker.container;
import static io.awe4lb.plugins.discovery.docker.PlayedDocker.network;
import static io.awe4lb.plugins.discovery.docker.PlayedDocker.published;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.awe4lb.plugins.discovery.docker.DockerDiscoveryProvider.Protocol;
import io.awe4lb.plugins.discovery.docker.DockerDiscoveryProvider.Via;
import io.awe4lb.plugins.http.SelfSigned;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerDiscoveryTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final DockerDiscoveryProvider provider = new DockerDiscoveryProvider();

    @TempDir
    Path directory;

    private PlayedDocker docker;

    @BeforeEach
    void start() throws Exception {
        docker = new PlayedDocker(directory.resolve("docker.sock"));
    }

    @AfterEach
    void stop() throws Exception {
        docker.close();
    }

    private Options options() {
        return Options.defaults().with(DockerDiscoveryProvider.ENDPOINT, "unix:" + directory.resolve("docker.sock"))
                .with(DockerDiscoveryProvider.LABEL, "role=\"web\"").with(DockerDiscoveryProvider.PORT, 80);
    }

    private List<BackendSpec> ask(Options options) throws Exception {
        try (Discovery discovery = provider.create(options)) {
            return discovery.discover().backends();
        }
    }

    private void assertFails(String sentence, Options options) {
        String said = assertThrows(DiscoveryException.class, () -> ask(options)).getMessage();
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("\n"), said);
    }

    @Test
    void asksForRunningContainersWithTheLabelInDockersOwnVersion() throws Exception {
        docker.runs();
        assertEquals(List.of(), ask(options()));
        assertEquals(List.of("/_ping", "/v1.47/containers/json?filters={\"status\":[\"running\"],\"label\":[\"role=\\\"web\\\"\"]}"),
                docker.paths());
    }

    @Test
    void aContainerIsWhereItsPortIsPublishedAndItsLabelsSayWhatIsSpecial() throws Exception {
        docker.runs(
                container("b", "", published("::", 80, 32769, "tcp") + "," + published("0.0.0.0", 80, 32768, "tcp") + ","
                        + published("0.0.0.0", 443, 32770, "tcp") + "," + published("0.0.0.0", 80, 32771, "udp"), ""),
                container("a", ", \"awe4lb.name\": \"first\", \"awe4lb.weight\": \"5\", \"awe4lb.priority\": \"2\", "
                        + "\"awe4lb.maxConnections\": \"9\"", published("10.0.0.7", 80, 8080, "tcp"), ""));
        assertEquals(List.of(BackendText.ofLine("127.0.0.1:32768"),
                BackendText.ofLine("10.0.0.7:8080 name=first weight=5 priority=2 max_connections=9")), ask(options()));
        assertFails("the container a does not publish its port 80/udp: start it with -p, or write address: container",
                options().with(DockerDiscoveryProvider.PROTOCOL, Protocol.UDP));
    }

    @Test
    void aContainerIsInItsNetwork() throws Exception {
        Options inside = options().with(DockerDiscoveryProvider.ADDRESS, Via.CONTAINER);
        docker.runs(container("a", "", "", network("bridge", "172.17.0.2")));
        assertEquals(List.of(BackendText.ofLine("172.17.0.2:80")), ask(inside));
        docker.runs(container("a", "", "", network("front", "172.18.0.2") + "," + network("back", "172.19.0.2")));
        assertFails("the container a is in the networks [back, front]: name one under network", inside);
        Options back = inside.with(DockerDiscoveryProvider.NETWORK, "back");
        assertEquals(List.of(BackendText.ofLine("172.19.0.2:80")), ask(back));
        docker.runs(container("a", "", "", network("front", "172.18.0.2")));
        assertFails("the container a has no address in the network back: connect it, or mend network", back);
        docker.runs(container("a", "", "", network("host", "")));
        assertFails("the container a has no address in the network host", inside);
    }

    @Test
    void whatIsWrongIsSaid() {
        docker.runs(container("a", ", \"awe4lb.weight\": \"much\"", published("0.0.0.0", 80, 1, "tcp"), ""));
        assertFails("the container a weight", options());
        docker.runs("{");
        assertFails("is not understood: it is no JSON", options());
        docker.fails(500);
        assertFails("docker.sock (/v1.47/containers/json) answers 500 ({\"message\":\"no\"})", options());
        docker.fails(403);
        assertFails("answers 403 ({\"message\":\"no\"}): let awe4lb use Docker's API", options());
    }

    @Test
    void aDockerThatIsReplacedByAnOlderOneIsAskedInItsVersionFromThenOn() throws Exception {
        try (Discovery discovery = provider.create(options())) {
            discovery.discover();
            docker.replacedBy("1.41");
            assertThrows(DiscoveryException.class, discovery::discover);
            discovery.discover();
            assertTrue(docker.paths().getLast().startsWith("/v1.41/"), () -> docker.paths().toString());
        }
    }

    @Test
    void anEventEndsThePauseAndIsNotSeenTwice() throws Exception {
        try (Discovery discovery = provider.create(options())) {
            discovery.discover();
            docker.happens("{\"Type\":\"container\",\"Action\":\"start\",\"time\":1795669205,\"timeNano\":1795669205000000007}");
            discovery.awaitChange(LONG);
            docker.happens("{\"Type\":\"container\",\"Action\":\"die\"}");
            discovery.awaitChange(LONG);
        }
        List<String> asked = docker.paths().stream().filter(path -> path.contains("/events?")).toList();
        String filters = "{\"type\":[\"container\"],\"event\":[\"start\",\"die\",\"pause\",\"unpause\"],\"label\":[\"role=\\\"web\\\"\"]}";
        assertEquals(List.of("/v1.47/events?filters=" + filters + "&since=1795669200.000000000",
                "/v1.47/events?filters=" + filters + "&since=1795669205.000000008"), asked);
    }

    @Test
    void aPauseInWhichNothingHappensComesToItsEnd() throws Exception {
        try (Discovery discovery = provider.create(options())) {
            discovery.discover();
            discovery.awaitChange(Duration.ofMillis(20));
            docker.hasNoEvents();
            discovery.awaitChange(Duration.ofMillis(20));
        }
        assertTrue(docker.paths().getLast().contains("/events?"), () -> docker.paths().toString());
    }

    @Test
    void anInterruptEndsThePause() throws Exception {
        var ended = new CompletableFuture<Throwable>();
        try (Discovery discovery = provider.create(options())) {
            discovery.discover();
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    discovery.awaitChange(LONG);
                } catch (Throwable failure) {
                    ended.complete(failure);
                }
            });
            long begin = System.nanoTime();
            while (!docker.paths().getLast().contains("/events?")) {
                assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30), "it watches");
                LockSupport.parkNanos(1_000_000);
            }
            waiting.interrupt();
            assertInstanceOf(InterruptedException.class, ended.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aDockerElsewhereIsAskedOverTlsAndItsPortsAreThere() throws Exception {
        SelfSigned own = SelfSigned.make(directory, "docker");
        SelfSigned client = SelfSigned.make(directory, "client");
        var server = new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").httpDisabled(true).dynamicHttpsPort()
                .keystorePath(own.store().toString()).keystoreType("PKCS12").keystorePassword(SelfSigned.PASSWORD)
                .keyManagerPassword(SelfSigned.PASSWORD).needClientAuth(true).trustStorePath(client.store().toString())
                .trustStoreType("PKCS12").trustStorePassword(SelfSigned.PASSWORD));
        server.start();
        server.stubFor(WireMock.get("/_ping").willReturn(WireMock.ok("OK")));
        server.stubFor(WireMock.get(WireMock.urlPathEqualTo("/containers/json"))
                .willReturn(WireMock.ok("[" + container("a", "", published("0.0.0.0", 80, 32768, "tcp"), "") + "]")));
        Options options = options().with(DockerDiscoveryProvider.ENDPOINT, "https://localhost:" + server.httpsPort()).with(Tls.OPTION,
                Map.of("ca", own.certificate().toString(), "certificate", client.certificate().toString(), "key",
                        client.key().toString()));
        try {
            assertEquals(List.of(BackendText.ofLine("localhost:32768")), ask(options));
        } finally {
            server.stop();
        }
    }

    @Test
    void optionsThatDoNotFitTogetherAreRefused() {
        assertRefused("network: it has a meaning with address: container only", options().with(DockerDiscoveryProvider.NETWORK, "x"));
        for (String label : List.of("", " ", "=web", "role = web", " role")) {
            assertRefused("label: '%s' can be on no container: write KEY or KEY=VALUE".formatted(label),
                    options().with(DockerDiscoveryProvider.LABEL, label));
        }
        assertRefused("endpoint: this is not where HTTP is spoken", options().with(DockerDiscoveryProvider.ENDPOINT, "tcp://x:2375"));
    }

    private void assertRefused(String sentence, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> provider.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }
}
