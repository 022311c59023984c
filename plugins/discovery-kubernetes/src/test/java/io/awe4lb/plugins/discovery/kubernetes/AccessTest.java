package io.awe4lb.plugins.discovery.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.PlayedServer;
import io.awe4lb.plugins.http.SelfSigned;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    private static final ServiceName WEB = new ServiceName(Optional.empty(), "web");

    @TempDir
    private Path directory;

    private ServiceAccount pod() {
        return new ServiceAccount(Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"), directory);
    }

    private static Access within(ServiceAccount account) {
        return new Access(Optional.empty(), Optional.empty(), Optional.empty(), account);
    }

    @Test
    void aPodAsksItsOwnClusterAsItsServiceAccount() throws Exception {
        Files.writeString(directory.resolve("token"), "one\n");
        Files.writeString(directory.resolve("namespace"), "shop\n");
        Access access = within(pod());
        try (ApiServer api = access.open()) {
            assertEquals("https://[fd00::1]:443", api.toString());
            String said = assertThrows(DiscoveryException.class, () -> api.ask("/version")).getMessage();
            assertTrue(said.contains("ca: %s cannot be read: no such file".formatted(directory.resolve("ca.crt"))), said);
        }
        assertEquals("shop", access.namespaceOf(WEB));
        assertEquals("bank", access.namespaceOf(new ServiceName(Optional.of("bank"), "web")));
    }

    @Test
    void aPodNeedsToSayNothingButTheService() throws Exception {
        SelfSigned certificate = SelfSigned.make(directory, "ca"); // as ca.crt
        Files.writeString(directory.resolve("token"), "one\n");
        Files.writeString(directory.resolve("namespace"), "shop\n");
        var slices = new PlayedCollection();
        slices.lists("10", Told.slice("a", "1", Told.ready("10.0.0.1")));
        try (var api = new PlayedServer(certificate, slices)) {
            var account = new ServiceAccount(Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT",
                    Integer.toString(api.port())), directory);
            Options options = Options.defaults().with(KubernetesDiscoveryProvider.SERVICE, "web");
            try (Discovery discovery = new KubernetesDiscoveryProvider(account).create(options)) {
                assertEquals(Told.lines("10.0.0.1:80"), discovery.discover().backends());
                slices.tells("ADDED", Told.slice("b", "11", Told.ready("10.0.0.2")));
                discovery.awaitChange(Duration.ofHours(1));
                assertEquals(Told.lines("10.0.0.1:80", "10.0.0.2:80"), discovery.discover().backends());
            }
        }
        assertTrue(slices.asked.getFirst().startsWith("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?"));
        assertTrue(slices.asked.stream().allMatch(asked -> asked.endsWith(" Bearer one")));
    }

    @Test
    void aTokenIsReadAgainForEachQuestion() throws Exception {
        try (var played = new PlayedApi(); var api = new ApiServer(
                Server.at(Endpoint.of("endpoint", played.endpoint()), new Tls(true, Optional.empty(), Optional.empty())), within(pod()))) {
            played.nodes.lists("1");
            for (String token : List.of("one", "two")) {
                Files.writeString(directory.resolve("token"), token + "\n");
                api.ask("/api/v1/nodes");
            }
            assertEquals(List.of("/api/v1/nodes Bearer one", "/api/v1/nodes Bearer two"), played.nodes.asked);
            Files.delete(directory.resolve("token"));
            String said = assertThrows(DiscoveryException.class, () -> api.ask("/api/v1/nodes")).getMessage();
            assertTrue(said.contains("the token of the service account cannot be read from " + directory.resolve("token")), said);
        }
    }

    @Test
    void anotherClusterGetsNothingOfThePods() throws Exception {
        Files.writeString(directory.resolve("token"), "one\n");
        Files.writeString(directory.resolve("namespace"), "shop\n");
        var access = new Access(Optional.of(Endpoint.of("endpoint", "https://127.0.0.1:1")), Optional.empty(), Optional.empty(), pod());
        assertEquals(Optional.empty(), access.currentToken());
        assertEquals("default", access.namespaceOf(WEB));
    }

    @Test
    void outsideOfAClusterTheServerHasToBeSaid() {
        String said = assertThrows(DiscoveryException.class,
                () -> within(new ServiceAccount(Map.of(), directory)).open()).getMessage();
        assertTrue(said.endsWith("write endpoint"), said);
    }
}
