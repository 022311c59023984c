package io.awe4lb.plugins.discovery.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.http.Endpoint;
import io.awe4lb.plugins.http.Request;
import io.awe4lb.plugins.http.Server;
import io.awe4lb.plugins.http.Tls;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EtcdDiscoveryTest {

    private static final EtcdDiscoveryProvider PROVIDER = new EtcdDiscoveryProvider();
    private static final String CHANGE =
            "{\"result\": {\"created\": true}}\n{\"result\": {\"events\": [{\"kv\": {\"key\": \"eA==\"}}]}}\n";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private PlayedMember member() throws IOException {
        var member = new PlayedMember();
        opened.add(member);
        return member;
    }

    private static Options options(String... endpoints) {
        return Options.defaults().with(EtcdDiscoveryProvider.ENDPOINTS, List.of(endpoints)).with(EtcdDiscoveryProvider.PREFIX, "/web/");
    }

    private Discovery discovery(String... endpoints) {
        Discovery discovery = PROVIDER.create(options(endpoints));
        opened.add(discovery);
        return discovery;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String range(String... values) {
        List<String> entries = Stream.of(values)
                .map(value -> "{\"key\": \"%s\", \"value\": \"%s\"}".formatted(base64("/web/" + value.length()), base64(value))).toList();
        return "{\"header\": {\"revision\": \"7\"}, \"kvs\": [%s]}".formatted(String.join(",", entries));
    }

    private static void assertTells(Discovery discovery, String... lines) throws Exception {
        assertEquals(Stream.of(lines).map(BackendText::ofLine).toList(), discovery.discover().backends());
    }

    private static void assertFails(Discovery discovery, String... sentences) {
        String said = assertThrows(DiscoveryException.class, discovery::discover).getMessage();
        for (String sentence : sentences) {
            assertTrue(said.contains(sentence), said);
        }
    }

    @Test
    void aPrefixEndsWhereItsLastByteIsOneHigher() {
        assertEquals(Map.of("key", base64("/web/"), "range_end", base64("/web0")), new KeyRange("/web/").asJson());
        assertEquals(base64("a"), new KeyRange("a").asJson().get("key"));
    }

    @Test
    void aMemberThatIsDownIsPassedOverAndNotAskedAgainAtOnce() throws Exception {
        PlayedMember down = member();
        PlayedMember other = member().answers(200, range("10.0.0.1:80"));
        down.answers(503, "{\"message\": \"etcdserver: no leader\"}");
        Discovery discovery = discovery(down.endpoint(), other.endpoint());
        assertTells(discovery, "10.0.0.1:80");
        assertTells(discovery, "10.0.0.1:80");
        assertEquals(1, down.asked.size());
        other.close();
        down.answers(200, range("10.0.0.2:80"));
        assertTells(discovery, "10.0.0.2:80");
    }

    @Test
    void aMemberThatDoesNotAnswerIsLeftForAnother() throws Exception {
        PlayedMember other = member().answers(200, range("10.0.0.1:80"));
        try (var silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var cluster = new Cluster(List.of(server("http://127.0.0.1:" + silent.getLocalPort()), server(other.endpoint())),
                        Duration.ofSeconds(2))) {
            assertEquals(200, cluster.ask(Request.post("/v3/kv/range", "{}")).status());
            assertEquals(other.endpoint(), cluster.toString());
        }
    }

    private static Server server(String endpoint) {
        return Server.at(Endpoint.of("endpoints", endpoint), new Tls(true, Optional.empty(), Optional.empty()));
    }

    @Test
    void theOnlyMemberIsLeftWhenInterrupted() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Discovery discovery = discovery("http://127.0.0.1:" + silent.getLocalPort());
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
    void theSentenceSaysWhatBecameOfEachMember() throws Exception {
        PlayedMember gone = member();
        gone.close();
        PlayedMember sick = member().answers(500, "out of memory");
        assertFails(discovery(gone.endpoint(), sick.endpoint()), gone.endpoint() + "/v3/kv/range does not take the connection: ",
                "; " + sick.endpoint() + "/v3/kv/range answers 500 (out of memory)");
    }

    @Test
    void whatIsNoAnswerIsAFailureThatSaysWhatToDo() throws Exception {
        PlayedMember member = member();
        Discovery discovery = discovery(member.endpoint());
        member.answers(404, "404 page not found");
        assertFails(discovery, "answers 404 (404 page not found): is it etcd from version 3.4 on that answers there?");
        member.answers(403, "{\"error\": \"etcdserver: permission denied\"}");
        assertFails(discovery, "answers 403: etcdserver: permission denied: write username and password");
        member.answers(400, "{\"message\": \"etcdserver: too many requests\"}");
        assertFails(discovery, "answers 400: etcdserver: too many requests");
        member.answers(200, "<html>");
        assertFails(discovery, "is not understood: it is no JSON at line 1");
        member.answers(200, "{}");
        assertFails(discovery, "there is no revision: is it etcd that answers there?");
        member.answers(200, range("10.0.0.1:80", "10.0.0.2"));
        assertFails(discovery, "what stands under /web/ is not understood: key /web/8: '10.0.0.2' has no port");
        member.answers(200, range("{\"address\": \"10.0.0.1:80\", \"weight\": true}"));
        assertFails(discovery, "weight is neither a text nor a number");
        member.answers(200, range("{\"address\": "));
        assertFails(discovery, "key /web/12: it is no JSON");
        member.answers(200, "{\"header\": {\"revision\": \"7\"}, \"kvs\": [{\"key\": \"" + base64("k") + "\", \"value\": \"/w==\"}]}");
        assertFails(discovery, "its value is no text in UTF-8");
        member.answers(200, range());
        assertTells(discovery);
    }

    @Test
    void aWatchThatIsOfNoUseLastsForThePause() throws Exception {
        PlayedMember member = member();
        Discovery discovery = discovery(member.endpoint());
        for (String lines : List.of("", "nonsense\n", "{\"error\": {\"message\": \"no\"}}\n",
                "{\"result\": {\"created\": true, \"canceled\": true, \"cancel_reason\": \"permission denied\"}}\n")) {
            member.tells(200, lines);
            assertWaits(discovery);
        }
        member.tells(500, "");
        assertWaits(discovery);
        member.tells(200, CHANGE);
        discovery.discover();
        discovery.awaitChange(Duration.ofHours(1));
    }

    private static void assertWaits(Discovery discovery) throws Exception {
        Duration pause = Duration.ofMillis(20);
        discovery.discover();
        long begin = System.nanoTime();
        discovery.awaitChange(pause);
        assertTrue(System.nanoTime() - begin >= pause.toNanos());
    }

    @Test
    void aWatchBeginsBehindTheRevisionThatWasRead() throws Exception {
        PlayedMember member = member();
        member.tells(200, CHANGE);
        Discovery discovery = discovery(member.endpoint());
        discovery.discover();
        discovery.awaitChange(Duration.ofHours(1));
        String watch = member.asked.stream().filter(asked -> asked.startsWith("/v3/watch")).findFirst().orElse("");
        assertTrue(watch.contains("\"start_revision\":\"8\""), watch);
    }

    @Test
    void optionsThatDoNotFitTogetherAreRefused() {
        assertRefused("endpoints: there is none", options());
        assertRefused("endpoints: this is not where HTTP is spoken", options("127.0.0.1:2379"));
        assertRefused("prefix: it is empty", options("http://127.0.0.1:1").with(EtcdDiscoveryProvider.PREFIX, ""));
        assertRefused("username and password go together", options("http://127.0.0.1:1").with(EtcdDiscoveryProvider.USERNAME, "me"));
        assertRefused("username and password go together",
                options("http://127.0.0.1:1").with(EtcdDiscoveryProvider.PASSWORD, new Secret("pencil")));
    }

    private static void assertRefused(String sentence, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> PROVIDER.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
        assertFalse(said.contains("pencil"), said);
    }
}
