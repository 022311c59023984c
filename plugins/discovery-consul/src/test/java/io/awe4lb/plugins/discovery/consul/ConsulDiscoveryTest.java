package io.awe4lb.plugins.discovery.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsulDiscoveryTest {

    /** More than Consul waits. */
    private static final Duration LONG = Duration.ofHours(1);
    private static final ConsulDiscoveryProvider PROVIDER = new ConsulDiscoveryProvider();

    private final PlayedAgent agent = agent();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(agent));

    private static PlayedAgent agent() {
        try {
            return new PlayedAgent();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private Options options() {
        return Options.defaults().with(ConsulDiscoveryProvider.SERVICE, "web").with(ConsulDiscoveryProvider.ENDPOINT, agent.endpoint());
    }

    private Discovery discovery(Options options) {
        Discovery discovery = PROVIDER.create(options);
        opened.add(discovery);
        return discovery;
    }

    private static List<BackendSpec> lines(String... lines) {
        return Stream.of(lines).map(BackendText::ofLine).toList();
    }

    private static String instance(String host, int port, int weight, String... states) {
        String checks = String.join(",", Stream.of(states).map("{\"CheckID\": \"c\", \"Status\": \"%s\"}"::formatted).toList());
        return """
                {"Node": {"Node": "n1", "Address": "10.0.0.9"},
                 "Service": {"ID": "web-1", "Service": "web", "Address": "%s", "Port": %d, "Weights": {"Passing": %d, "Warning": 1}},
                 "Checks": [%s]}""".formatted(host, port, weight, checks);
    }

    private String fails(Options options) {
        String said = assertThrows(DiscoveryException.class, () -> discovery(options).discover()).getMessage();
        assertFalse(said.contains("\n"), said);
        return said;
    }

    private void assertFails(String sentence) {
        String said = fails(options());
        assertTrue(said.contains(sentence), said);
    }

    @Test
    void anInstanceIsWhereItsServiceIsElseWhereItsNodeIs() throws Exception {
        agent.knows(instance("10.0.0.1", 80, 5, "passing"), instance("", 8080, 1, "passing"), instance("::1", 80, 0),
                "{\"Node\": {\"Address\": \"10.0.0.8\"}, \"Service\": {\"Port\": 80, \"Weights\": null}}");
        assertEquals(lines("10.0.0.1:80 weight=5", "10.0.0.8:80", "10.0.0.9:8080", "[::1]:80 weight=0"),
                discovery(options()).discover().backends());
    }

    @Test
    void whoseChecksFailServesNotAndWhoseChecksWarnIfThatIsWanted() throws Exception {
        agent.knows(instance("10.0.0.1", 80, 5, "passing", "passing"), instance("10.0.0.2", 80, 5, "passing", "warning"),
                instance("10.0.0.3", 80, 5, "passing", "critical"), instance("10.0.0.4", 80, 5, "maintenance"));
        assertEquals(lines("10.0.0.1:80 weight=5"), discovery(options()).discover().backends());
        assertEquals(lines("10.0.0.1:80 weight=5", "10.0.0.2:80 weight=1"),
                discovery(options().with(ConsulDiscoveryProvider.PASSING_ONLY, false)).discover().backends());
    }

    @Test
    void theQuestionNamesWhatIsWanted() throws Exception {
        discovery(options()).discover();
        discovery(options().with(ConsulDiscoveryProvider.SERVICE, "my web/1").with(ConsulDiscoveryProvider.TAG, "v&1")
                .with(ConsulDiscoveryProvider.DATACENTER, "dc2").with(ConsulDiscoveryProvider.PASSING_ONLY, false)
                .with(ConsulDiscoveryProvider.TOKEN, new Secret("sesame"))).discover();
        assertEquals(List.of(new PlayedAgent.Asked("/v1/health/service/web?passing=true", ""),
                new PlayedAgent.Asked("/v1/health/service/my%20web%2F1?&tag=v%261&dc=dc2", "sesame")), agent.asked);
    }

    @Test
    void nobodyIsAnAnswer() throws Exception {
        assertEquals(List.of(), discovery(options()).discover().backends());
    }

    private Thread waits(Discovery discovery, Duration pause) {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                discovery.awaitChange(pause);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        until("it waits at the agent", () -> agent.waiting() == 1);
        return thread;
    }

    /** Something to ask for again and again. */
    private interface Condition {
        boolean holds();
    }

    private static void until(String what, Condition condition) {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - begin < Duration.ofSeconds(30).toNanos(), what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aChangeEndsTheWaitAndIsToldWithoutAnotherQuestion() throws Exception {
        agent.knows(instance("10.0.0.1", 80, 1, "passing"));
        Discovery discovery = discovery(options());
        discovery.discover();
        Thread waiting = waits(discovery, LONG);
        agent.knows(instance("10.0.0.2", 80, 1, "passing"));
        assertTrue(waiting.join(Duration.ofSeconds(30)));
        assertEquals(lines("10.0.0.2:80"), discovery.discover().backends());
        assertEquals(List.of("/v1/health/service/web?passing=true", "/v1/health/service/web?passing=true&index=2&wait=525000ms"),
                agent.asked.stream().map(PlayedAgent.Asked::target).toList());
    }

    @Test
    void aWaitWithoutAChangeEndsShortlyBeforeThePauseAndTellsTheSame() throws Exception {
        agent.knows(instance("10.0.0.1", 80, 1, "passing"));
        Discovery discovery = discovery(options());
        var first = discovery.discover();
        long begin = System.nanoTime();
        discovery.awaitChange(Duration.ofMillis(80));
        assertTrue(System.nanoTime() - begin >= Duration.ofMillis(70).toNanos(), "seven eighths are waited at the agent");
        assertEquals(first, discovery.discover());
    }

    @Test
    void anAgentThatAnswersAtOnceIsNotAskedAllTheTime() throws Exception {
        agent.doesNotWait();
        Discovery discovery = discovery(options());
        discovery.discover();
        Duration pause = Duration.ofSeconds(2); // an answer after more than half of it is one that was waited for
        long begin = System.nanoTime();
        discovery.awaitChange(pause);
        assertTrue(System.nanoTime() - begin >= pause.toNanos());
        assertTrue(agent.asked.size() <= 2, () -> agent.asked.toString());
    }

    @Test
    void anIndexThatGoesBackBeginsAnew() throws Exception {
        agent.isAtIndex(700);
        Discovery discovery = discovery(options());
        discovery.discover();
        Thread waiting = waits(discovery, LONG);
        agent.isAtIndex(3);
        assertTrue(waiting.join(Duration.ofSeconds(30)));
        discovery.discover();
        waits(discovery, LONG).interrupt();
        assertEquals(List.of("/v1/health/service/web?passing=true", "/v1/health/service/web?passing=true&index=700&wait=525000ms",
                "/v1/health/service/web?passing=true", "/v1/health/service/web?passing=true&index=3&wait=525000ms"),
                agent.asked.stream().map(PlayedAgent.Asked::target).toList());
    }

    @Test
    void anAgentWithoutAnIndexIsAskedAfterEachPauseOnly() throws Exception {
        agent.isAtIndex(0);
        Discovery discovery = discovery(options());
        discovery.discover();
        discovery.awaitChange(Duration.ofMillis(1));
        assertEquals(1, agent.asked.size());
    }

    @Test
    void aWaitThatFailsIsNotToldAndTheNextQuestionIsAPlainOne() throws Exception {
        Discovery discovery = discovery(options());
        discovery.discover();
        Thread waiting = waits(discovery, LONG);
        agent.answers(500, "No cluster leader");
        assertTrue(waiting.join(Duration.ofSeconds(30)));
        String said = assertThrows(DiscoveryException.class, discovery::discover).getMessage();
        assertTrue(said.contains("/v1/health/service/web answers 500 (No cluster leader)"), said);
        agent.knows(instance("10.0.0.1", 80, 1, "passing"));
        assertEquals(lines("10.0.0.1:80"), discovery.discover().backends());
        assertFalse(agent.asked.getLast().target().contains("index"));
    }

    @Test
    void aWaitIsLeftWhenInterrupted() throws Exception {
        Discovery discovery = discovery(options());
        discovery.discover();
        var thrown = new AtomicReference<Exception>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                discovery.awaitChange(LONG);
            } catch (Exception failure) {
                thrown.set(failure);
            }
        });
        until("it waits at the agent", () -> agent.waiting() == 1);
        waiting.interrupt();
        assertTrue(waiting.join(Duration.ofSeconds(30)));
        assertEquals(InterruptedException.class, thrown.get().getClass());
    }

    @Test
    void whatIsNoAnswerIsAFailureThatSaysWhatToDo() {
        agent.answers(403, "Permission denied");
        assertFails("/v1/health/service/web answers 403 (Permission denied): mend token, or let it read the service and its nodes");
        agent.answers(404, "");
        assertFails("answers 404: mend endpoint: it is not Consul that answers there");
        agent.answers(200, "");
        assertFails("it is no JSON");
        agent.answers(200, "[{]");
        assertFails("is not understood: it is no JSON at line 1");
        agent.answers(200, "{}");
        assertFails("there is no list of instances: is it Consul that answers there?");
        agent.knows(instance("10.0.0.1", 80, 1, "passing"), instance("10.0.0.2", 0, 1, "passing"));
        assertFails("instance 2 (web-1): it has no address or no port: register the service with both");
        agent.knows(instance("10.0.0.1", 80, 70_000, "passing"));
        assertFails("instance 1 (web-1): weight is '70000', and not a whole number from 0 to 65535");
        agent.close();
        assertFails("does not take the connection: is it running, and is the address right?");
    }

    @Test
    void theTokenIsInNoSentence() {
        agent.answers(403, "");
        String said = fails(options().with(ConsulDiscoveryProvider.TOKEN, new Secret("sesame")));
        assertFalse(said.contains("sesame"), said);
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertRefused("service: it is blank", options().with(ConsulDiscoveryProvider.SERVICE, " "));
        assertRefused("endpoint: this is not where HTTP is spoken", options().with(ConsulDiscoveryProvider.ENDPOINT, "127.0.0.1:8500"));
        assertRefused("token: the value has characters", options().with(ConsulDiscoveryProvider.TOKEN, new Secret("a\nb")));
    }

    private static void assertRefused(String sentence, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> PROVIDER.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }
}
