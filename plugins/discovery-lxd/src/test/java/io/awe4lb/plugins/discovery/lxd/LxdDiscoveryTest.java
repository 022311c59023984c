package io.awe4lb.plugins.discovery.lxd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.awe4lb.plugins.http.SelfSigned;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.plugins.http.UnixServer;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LxdDiscoveryTest {

    private final LxdDiscoveryProvider provider = new LxdDiscoveryProvider();

    @TempDir
    Path directory;

    private volatile int status = 200;
    private volatile String answer = "";

    @AfterEach
    void forget() throws Exception {
        Files.deleteIfExists(directory.resolve("socket"));
    }

    private static String instances(String... instances) {
        return "{\"type\": \"sync\", \"status\": \"Success\", \"status_code\": 200, \"metadata\": [%s]}"
                .formatted(String.join(",", instances));
    }

    /** As LXD 5.21 writes it, without what nobody looks at. */
    private static String instance(String name, String status, String config, String addresses) {
        return """
                {"name": "%s", "status": "%s", "type": "container", "architecture": "x86_64",
                 "config": {"volatile.eth0.hwaddr": "00:16:3e:00:00:01"},
                 "expanded_config": {"image.os": "Debian", %s},
                 "state": {"status": "%2$s", "pid": 7, "network": {
                   "lo": {"addresses": [{"family": "inet", "address": "127.0.0.1", "netmask": "8", "scope": "local"}], "state": "up"},
                   "eth0": {"addresses": [%s], "hwaddr": "00:16:3e:00:00:01", "state": "up", "type": "broadcast"}}}}"""
                .formatted(name, status, config, addresses);
    }

    private static String address(String family, String address, String scope) {
        return "{\"family\": \"%s\", \"address\": \"%s\", \"netmask\": \"24\", \"scope\": \"%s\"}".formatted(family, address, scope);
    }

    private static String web(String name, String last) {
        return instance(name, "Running", "\"user.role\": \"web\"",
                address("inet6", "fe80::1", "link") + "," + address("inet6", "fd42::" + last, "global") + ","
                        + address("inet", "10.0.0." + last, "global"));
    }

    private Options options() {
        return Options.defaults().with(LxdDiscoveryProvider.ENDPOINT, "unix:" + directory.resolve("socket"))
                .with(LxdDiscoveryProvider.LABEL, "user.role=web").with(LxdDiscoveryProvider.PORT, 80);
    }

    private List<BackendSpec> ask(Options options) throws Exception {
        try (var _ = new UnixServer(directory.resolve("socket"), (request, out) -> {
            assertTrue(request.startsWith("GET /1.0/instances?recursion=2&project="), request);
            UnixServer.answer(out, status, answer);
        }); Discovery discovery = provider.create(options)) {
            return discovery.discover().backends();
        } finally {
            forget();
        }
    }

    private void assertFails(String sentence, Options options) {
        String said = assertThrows(DiscoveryException.class, () -> ask(options)).getMessage();
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("\n"), said);
    }

    @Test
    void takesTheInstancesThatRunAndHaveTheLabel() throws Exception {
        answer = instances(web("b", "2"), web("a", "1"),
                instance("stopped", "Stopped", "\"user.role\": \"web\"", ""),
                instance("other", "Running", "\"user.role\": \"db\"", address("inet", "10.0.0.3", "global")),
                instance("none", "Running", "\"user.x\": \"web\"", address("inet", "10.0.0.4", "global")));
        assertEquals(List.of(BackendText.ofLine("10.0.0.1:80"), BackendText.ofLine("10.0.0.2:80")), ask(options()));
        assertEquals(3, ask(options().with(LxdDiscoveryProvider.LABEL, "user.role")).size(), "whatever its value is");
    }

    @Test
    void anInstanceSaysWhatIsSpecialAboutIt() throws Exception {
        answer = instances(instance("a", "Running", """
                "user.role": "web", "user.awe4lb.port": "8080", "user.awe4lb.name": "first", "user.awe4lb.weight": "5",
                "user.awe4lb.priority": "2", "user.awe4lb.maxConnections": "9\"""", address("inet6", "fd42::1", "global")));
        assertEquals(List.of(BackendText.ofLine("[fd42::1]:8080 name=first weight=5 priority=2 max_connections=9")), ask(options()));
    }

    @Test
    void theInterfaceAndTheProjectAreChosen() throws Exception {
        answer = instances(web("a", "1"));
        assertFails("the instance a has no address at eth1 yet: wait, or mend interface; it has [eth0, lo]",
                options().with(LxdDiscoveryProvider.INTERFACE, "eth1"));
        assertFails("the instance a has no address at lo yet", options().with(LxdDiscoveryProvider.INTERFACE, "lo"));
        assertEquals(1, ask(options().with(LxdDiscoveryProvider.PROJECT, "a b")).size());
    }

    @Test
    void whatIsWrongIsSaidWithTheInstance() {
        answer = instances(instance("a", "Running", "\"user.role\": \"web\", \"user.awe4lb.weight\": \"much\"",
                address("inet", "10.0.0.1", "global")));
        assertFails("the instance a weight", options());
        answer = instances(instance("a", "Running", "\"user.role\": \"web\"", ""));
        assertFails("the instance a has no address at eth0 yet", options());
        answer = "{\"metadata\": {}}";
        assertFails("there is no list of instances: is this LXD's API?", options());
        answer = "<html>";
        assertFails("is not understood: it is no JSON", options());
        status = 403;
        answer = "{\"type\": \"error\", \"error\": \"not authorized\", \"error_code\": 403}";
        assertFails("(/1.0/instances) answers 403 ({\"type\": \"error\", \"error\": \"not authorized\"", options());
        status = 500;
        assertFails("answers 500", options());
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftWhenInterrupted() throws Exception {
        var asked = new CountDownLatch(1);
        var ended = new CompletableFuture<Throwable>();
        try (var _ = new UnixServer(directory.resolve("socket"), (_, _) -> {
            asked.countDown();
            new CountDownLatch(1).await();
        }); Discovery discovery = provider.create(options())) {
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    discovery.discover();
                } catch (Throwable failure) {
                    ended.complete(failure);
                }
            });
            assertTrue(asked.await(30, TimeUnit.SECONDS));
            asking.interrupt();
            assertInstanceOf(InterruptedException.class, ended.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aServerThatWantsToKnowWhoAsksIsShownACertificate() throws Exception {
        SelfSigned own = SelfSigned.make(directory, "lxd");
        SelfSigned client = SelfSigned.make(directory, "client");
        var server = new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").httpDisabled(true).dynamicHttpsPort()
                .keystorePath(own.store().toString()).keystoreType("PKCS12").keystorePassword(SelfSigned.PASSWORD)
                .keyManagerPassword(SelfSigned.PASSWORD).needClientAuth(true).trustStorePath(client.store().toString())
                .trustStoreType("PKCS12").trustStorePassword(SelfSigned.PASSWORD));
        server.start();
        server.stubFor(WireMock.get("/1.0/instances?recursion=2&project=default").willReturn(WireMock.ok(instances(web("a", "1")))));
        Options options = options().with(LxdDiscoveryProvider.ENDPOINT, "https://localhost:" + server.httpsPort()).with(Tls.OPTION,
                Map.of("ca", own.certificate().toString(), "certificate", client.certificate().toString(), "key",
                        client.key().toString()));
        try (Discovery discovery = provider.create(options)) {
            assertEquals("10.0.0.1:80", discovery.discover().backends().getFirst().id());
        } finally {
            server.stop();
        }
    }

    @Test
    void optionsThatDoNotFitTogetherAreRefused() {
        for (String key : List.of("", " ", "role", "user.", "user.ro le", " user.role")) {
            assertRefused("label: '%s' is no key of LXD: write user.KEY".formatted(key),
                    options().with(LxdDiscoveryProvider.LABEL, key + "=web"));
        }
        assertRefused("endpoint: 'unix:x' names no socket", options().with(LxdDiscoveryProvider.ENDPOINT, "unix:x"));
        assertRefused("tls: unix:", options().with(Tls.OPTION, Map.of("verify", "false")));
    }

    private void assertRefused(String sentence, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> provider.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }
}
