package io.awe4lb.plugins.discovery.kubernetes;

import static io.awe4lb.plugins.discovery.kubernetes.Told.endpoint;
import static io.awe4lb.plugins.discovery.kubernetes.Told.lines;
import static io.awe4lb.plugins.discovery.kubernetes.Told.node;
import static io.awe4lb.plugins.discovery.kubernetes.Told.ready;
import static io.awe4lb.plugins.discovery.kubernetes.Told.service;
import static io.awe4lb.plugins.discovery.kubernetes.Told.slice;
import static io.awe4lb.plugins.discovery.kubernetes.Told.typedSlice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.http.PlayedServer;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KubernetesDiscoveryTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final KubernetesDiscoveryProvider PROVIDER =
            new KubernetesDiscoveryProvider(new ServiceAccount(Map.of(), Path.of("/nowhere")));
    private static final String LIST = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?limit=100"
            + "&labelSelector=kubernetes.io%2Fservice-name%3Dweb";
    private static final String WATCH = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?watch=true&allowWatchBookmarks=true"
            + "&timeoutSeconds=60&resourceVersion=%s&labelSelector=kubernetes.io%%2Fservice-name%%3Dweb";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private PlayedApi api;

    @BeforeEach
    void listen() throws Exception {
        api = new PlayedApi();
        opened.add(api);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private Options options() {
        return Options.defaults().with(KubernetesDiscoveryProvider.ENDPOINT, api.endpoint())
                .with(KubernetesDiscoveryProvider.NAMESPACE, "shop").with(KubernetesDiscoveryProvider.SERVICE, "web");
    }

    private Discovery discovery(Options options) {
        Discovery discovery = PROVIDER.create(options);
        opened.add(discovery);
        return discovery;
    }

    private static void assertTells(Discovery discovery, String... lines) throws Exception {
        assertEquals(lines(lines), discovery.discover().backends());
    }

    private static void assertFails(Discovery discovery, String sentence) {
        String said = assertThrows(DiscoveryException.class, discovery::discover).getMessage();
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("sesame") || said.contains("\n"), said);
    }

    /** Asks, waits, and asks again, until it tells this. */
    private static void assertComesToTell(Discovery discovery, String... lines) throws Exception {
        long begin = System.nanoTime();
        while (!discovery.discover().backends().equals(lines(lines))) {
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(30).toNanos(), "it tells " + List.of(lines));
            discovery.awaitChange(SHORT);
        }
    }

    private List<String> asked() {
        return List.copyOf(api.slices.asked);
    }

    @Test
    void allPagesOfTheListAreReadAndItIsWatchedFromThere() throws Exception {
        api.slices.pages("10", "n/1", slice("a", "1", ready("10.0.0.1")));
        api.slices.pages("10", "", slice("b", "2", ready("10.0.0.2")));
        Discovery discovery = discovery(options());
        assertTells(discovery, "10.0.0.1:80", "10.0.0.2:80");
        assertTells(discovery, "10.0.0.1:80", "10.0.0.2:80");
        assertEquals(List.of(LIST, LIST + "&continue=n%2F1", WATCH.formatted(10)), asked());
    }

    @Test
    void whatHappensEndsTheWaitAndIsToldWithoutAnotherQuestion() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        assertTells(discovery, "10.0.0.1:80");

        api.slices.tells("MODIFIED", slice("a", "11", ready("10.0.0.1"))); // changes no backend
        api.slices.tells("ADDED", slice("b", "12", ready("10.0.0.2")));
        discovery.awaitChange(LONG);
        assertTells(discovery, "10.0.0.1:80", "10.0.0.2:80");

        api.slices.tells("MODIFIED", slice("a", "13", endpoint("10.0.0.1", "n1", Told.LEAVING)));
        discovery.awaitChange(LONG);
        assertTells(discovery, "10.0.0.1:80 priority=2", "10.0.0.2:80");

        api.slices.tells("DELETED", slice("a", "14"));
        discovery.awaitChange(LONG);
        assertTells(discovery, "10.0.0.2:80");
        assertEquals(2, api.slices.asked.size());
    }

    @Test
    void aWaitWithoutAChangeEndsWithThePause() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        discovery.discover();
        long begin = System.nanoTime();
        discovery.awaitChange(SHORT);
        assertTrue(System.nanoTime() - begin >= SHORT.toNanos());
    }

    @Test
    void aWatchGoesOnWhereTheLastOneEnded() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        assertTells(discovery, "10.0.0.1:80");
        api.slices.tells("BOOKMARK", "{\"metadata\": {\"resourceVersion\": \"55\"}}");
        api.slices.endsWatches();
        PlayedCollection.until("it watches again", () -> asked().size() == 3 || again(discovery));
        assertEquals(List.of(LIST, WATCH.formatted(10), WATCH.formatted(55)), asked());
        api.slices.tells("ADDED", slice("b", "56", ready("10.0.0.2")));
        assertComesToTell(discovery, "10.0.0.1:80", "10.0.0.2:80");
    }

    /** @return false */
    private static boolean again(Discovery discovery) {
        try {
            discovery.awaitChange(SHORT);
            discovery.discover();
            return false;
        } catch (DiscoveryException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aVersionThatIsTooOldForAWatchIsListedAgain() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")), slice("b", "2", ready("10.0.0.2")));
        Discovery discovery = discovery(options());
        discovery.discover();
        api.slices.lists("90", slice("a", "1", ready("10.0.0.3")));
        api.slices.refusesNextWatch(410);
        api.slices.endsWatches();
        assertComesToTell(discovery, "10.0.0.3:80");
        assertEquals(List.of(LIST, WATCH.formatted(10), WATCH.formatted(10), LIST, WATCH.formatted(90)), asked());
    }

    @Test
    void aVersionThatBecomesTooOldWithinAWatchIsListedAgain() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        discovery.discover();
        api.slices.lists("90", slice("a", "1", ready("10.0.0.3")));
        api.slices.tells("ERROR", "{\"kind\": \"Status\", \"code\": 410, \"reason\": \"Expired\"}");
        assertComesToTell(discovery, "10.0.0.3:80");
        assertEquals(List.of(LIST, WATCH.formatted(10), LIST, WATCH.formatted(90)), asked());
    }

    @Test
    void anotherErrorWithinAWatchBeginsAWatchAndNoList() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        discovery.discover();
        api.slices.tells("ERROR", "{\"kind\": \"Status\", \"code\": 500}");
        PlayedCollection.until("it watches again", () -> asked().size() == 3 || again(discovery));
        assertEquals(List.of(LIST, WATCH.formatted(10), WATCH.formatted(10)), asked());
        api.slices.tells("SHRUG", "{}");
        PlayedCollection.until("it watches again", () -> asked().size() == 4 || again(discovery));
        assertTells(discovery, "10.0.0.1:80");
    }

    @Test
    void aPageThatIsTooOldBeginsTheListAnew() throws Exception {
        api.slices.pages("10", "next", slice("a", "1", ready("10.0.0.1")));
        api.slices.refusesNextPage(410);
        api.slices.lists("20", slice("a", "1", ready("10.0.0.2")));
        assertTells(discovery(options()), "10.0.0.2:80");
        assertEquals(List.of(LIST, LIST + "&continue=next", LIST, WATCH.formatted(20)), asked());
    }

    @Test
    void aServerToWhichEveryListIsTooOldFails() {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        for (int i = 0; i < 3; i++) {
            api.slices.refusesNextWatch(410);
        }
        assertFails(discovery(options()), "/endpointslices says of each list that it is too old");
        assertEquals(6, asked().size());
    }

    @Test
    void aServerThatEndsEachWatchAtOnceIsAskedAfterEachPauseOnly() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        api.slices.endsWatchesAtOnce();
        Discovery discovery = discovery(options());
        for (int i = 0; i < 3; i++) {
            assertTells(discovery, "10.0.0.1:80");
            long begin = System.nanoTime();
            discovery.awaitChange(SHORT);
            assertTrue(System.nanoTime() - begin >= SHORT.toNanos());
        }
        assertEquals(1, asked().stream().filter(LIST::equals).count());
    }

    @Test
    void aServerThatComesBackIsWatchedFromWhereItWas() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        assertTells(discovery, "10.0.0.1:80");
        int port = api.port();
        api.close();
        PlayedCollection.until("it is noticed", () -> isDown(discovery));
        assertFails(discovery, "/endpointslices does not take the connection: is it running, and is the address right?");
        api = new PlayedApi(port);
        opened.add(api);
        assertTells(discovery, "10.0.0.1:80");
        assertEquals(List.of(WATCH.formatted(10)), asked());
    }

    private static boolean isDown(Discovery discovery) {
        try {
            discovery.awaitChange(SHORT);
            discovery.discover();
            return false;
        } catch (DiscoveryException _) {
            return true;
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void whatIsNoAnswerIsAFailureThatSaysWhatToDo() {
        Discovery discovery = discovery(options().with(KubernetesDiscoveryProvider.TOKEN, new Secret("sesame")));
        api.slices.answers(401, "{\"message\": \"Unauthorized\"}");
        assertFails(discovery,
                "/endpointslices answers 401 ({\"message\": \"Unauthorized\"}): mend token, or let its account list and watch");
        api.slices.answers(404, "");
        assertFails(discovery, "answers 404: mend endpoint: Kubernetes from version 1.21 on has it");
        api.slices.answers(503, "");
        assertFails(discovery, "answers 503");
        api.slices.answers(200, "<html>");
        assertFails(discovery, "is not understood: it is no JSON");
        api.slices.answers(200, "{\"items\": []}");
        assertFails(discovery, "tells no resourceVersion: is it Kubernetes that answers there?");
        api.slices.lists("10", typedSlice("a", "1", "IPv4", "", ready("10.0.0.1")));
        api.slices.refusesNextWatch(403);
        assertFails(discovery, "answers 403 ({\"message\": \"of this test\"}): mend token");
        assertFails(discovery, "Service shop/web: the Service has no ports: say with port which one is meant");
        assertTrue(api.slices.asked.stream().allMatch(asked -> asked.endsWith(" Bearer sesame")));
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftWhenInterrupted() throws Exception {
        try (var silent = new PlayedServer((_, _) -> new CountDownLatch(1).await())) {
            Discovery discovery = discovery(options().with(KubernetesDiscoveryProvider.ENDPOINT, silent.endpoint()));
            var thrown = new CompletableFuture<Exception>();
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    discovery.discover();
                } catch (Exception failure) {
                    thrown.complete(failure);
                }
            });
            asking.interrupt();
            assertInstanceOf(InterruptedException.class, thrown.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void nobodyIsAnAnswerAndSomebodyEndsTheWait() throws Exception {
        api.slices.lists("10");
        Discovery discovery = discovery(options());
        assertTells(discovery);
        api.slices.tells("ADDED", slice("a", "11", ready("10.0.0.1")));
        discovery.awaitChange(LONG);
        assertTells(discovery, "10.0.0.1:80");
    }

    @Test
    void nodesServeAtThePortOfTheServiceAndAreWatchedToo() throws Exception {
        String port = "{\"name\": \"http\", \"port\": 80, \"nodePort\": 30080}";
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        api.services.lists("11", service("Cluster", port));
        api.nodes.lists("12", node("n1", "10.1.0.1", "True", ""));
        Discovery discovery = discovery(options().with(KubernetesDiscoveryProvider.ADDRESS, AddressKind.NODE));
        assertTells(discovery, "10.1.0.1:30080");
        assertTrue(
                api.services.asked.getFirst().startsWith("/api/v1/namespaces/shop/services?limit=100&fieldSelector=metadata.name%3Dweb"));
        api.nodes.tells("ADDED", node("n2", "10.1.0.2", "True", ""));
        discovery.awaitChange(LONG);
        assertTells(discovery, "10.1.0.1:30080", "10.1.0.2:30080");
        api.services.tells("MODIFIED", service("Local", port));
        discovery.awaitChange(LONG);
        assertTells(discovery, "10.1.0.1:30080");
        api.services.tells("DELETED", service("Local", port));
        discovery.awaitChange(LONG);
        assertFails(discovery, "Service shop/web: there is no such Service: mend service, or namespace");
    }

    @Test
    void anObjectThatMakesNoSenseIsListedAgainAndSaid() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        discovery.discover();
        api.slices.lists("11", slice("a", "11", "{\"addresses\": []}"));
        api.slices.tells("MODIFIED", slice("a", "11", "{\"addresses\": []}"));
        PlayedCollection.until("it is noticed", () -> isDown(discovery));
        assertFails(discovery, "/endpointslices answers is not understood: EndpointSlice a has an endpoint without an address");
    }

    @Test
    void itsWatchesEndWithIt() throws Exception {
        api.slices.lists("10", slice("a", "1", ready("10.0.0.1")));
        Discovery discovery = discovery(options());
        discovery.discover();
        PlayedCollection.until("it watches", () -> api.slices.watching() == 1);
        discovery.close();
        PlayedCollection.until("it watches no more", () -> {
            api.slices.tellsWhoIsThere("BOOKMARK", "{}");
            return api.slices.watching() == 0;
        });
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertRefused("service: 'Web' is not a name of Kubernetes", options().with(KubernetesDiscoveryProvider.SERVICE, "Web"));
        assertRefused("namespace: 'a/b' is not a name", options().with(KubernetesDiscoveryProvider.NAMESPACE, "a/b"));
        assertRefused("port: '0' is neither", options().with(KubernetesDiscoveryProvider.PORT, "0"));
        assertRefused("endpoint: this is not where HTTP is spoken", options().with(KubernetesDiscoveryProvider.ENDPOINT, "10.0.0.1:6443"));
        assertRefused("token: the value has characters", options().with(KubernetesDiscoveryProvider.TOKEN, new Secret("a\nb")));
    }

    private static void assertRefused(String sentence, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> PROVIDER.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }
}
