package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** How many connections a backend and a listener get, and how long anybody waits. With one program. */
@TestInstance(Lifecycle.PER_CLASS)
class LimitIT extends Administered {

    private static final int SOON_MILLIS = 100;
    private static final int MOST = 10;

    private Awe4lb awe4lb;
    private NamedBackend limited;
    private Path denied;

    @BeforeAll
    void serve() throws Exception {
        prepareOnce();
        limited = backend("limited");
        denied = Files.writeString(directory.resolve("denied.txt"), "192.0.2.0/24\n");
        awe4lb = administered(admin() + """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: limited}
                  small: {bind: "127.0.0.1:0", pool: small}
                  patient: {bind: "127.0.0.1:0", pool: deaf, timeouts: {connect: 200ms}}
                  idle: {bind: "127.0.0.1:0", pool: a, timeouts: {idle: 200ms}}
                  short: {bind: "127.0.0.1:0", pool: a, timeouts: {maxLifetime: 200ms}}
                  capped: {bind: "127.0.0.1:0", pool: a, limits: {connections: %1$s}}
                  sourced: {bind: "127.0.0.1:0", pool: a, limits: {connectionRatePerSource: 3/h, onLimit: reset}}
                  counted: {bind: "127.0.0.1:0", pool: a, limits: {connectionsPerSource: 1, onLimit: dry-run}}
                  queued: {bind: "127.0.0.1:0", pool: queued, limits: {onLimit: queue 1m}}
                  slow: {bind: "127.0.0.1:0", pool: a, limits: {bandwidthOut: 1MiB/s}}
                  listed: {bind: "127.0.0.1:0", pool: a, access: ["deny @%2$s"]}
                pools:
                  limited: {backends: [{address: "%3$s", maxConnections: %1$s}]}
                  small: {strategy: round-robin, backends: [{address: "%4$s", maxConnections: 3}, "%5$s"]}
                  deaf: {strategy: round-robin, backends: ["%6$s", "%5$s"]}
                  a: {backends: ["%7$s"]}
                  queued: {backends: [{address: "%8$s", maxConnections: 2}]}
                """.formatted(MOST, denied, limited, backend("small"), backend("big"), deaf(), a, backend("queued")));
    }

    private InetSocketAddress at(String listener) throws Exception {
        return awe4lb.address(listener);
    }

    /** @return clients that were served */
    private Queue<Peer> connectAtOnce(String listener) throws Exception {
        Queue<Peer> served = new ConcurrentLinkedQueue<>();
        List<Background> connecting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            connecting.add(Background.begin(() -> {
                for (int j = 0; j < 50; j++) {
                    Peer client = client(at(listener));
                    if (client.isGreeted()) {
                        served.add(client);
                    }
                }
            }));
        }
        for (Background one : connecting) {
            one.completes();
        }
        return served;
    }

    @Test
    void maxConnectionsHoldsExactlyHoweverManyConnectAtOnce() throws Exception {
        Queue<Peer> served = connectAtOnce("web");
        assertEquals(MOST, served.size());
        assertEquals(MOST, limited.connections());

        served.remove().close();
        Eventually.until("the free place is given to somebody", () -> client(at("web")).isGreeted());
    }

    @Test
    void aListenersLimitHoldsExactlyHoweverManyConnectAtOnce() throws Exception {
        Queue<Peer> served = connectAtOnce("capped");
        assertEquals(MOST, served.size());
        Scrape scrape = Scrape.of(api(awe4lb, VIEWER).get("/metrics").with(200).body());
        assertEquals(MOST, scrape.value("awe4lb_listener_connections_limit", "listener", "capped", "protocol", "tcp"));
        assertEquals(1000 - MOST,
                scrape.value("awe4lb_listener_connections_rejected_total", "listener", "capped", "protocol", "tcp", "reason", "limit"));

        served.remove().close();
        Eventually.until("the free place is given to somebody", () -> client(at("capped")).isGreeted());
    }

    @Test
    void aSourceThatComesTooOftenIsResetAndOneThatIsOnlyCountedIsServed() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(i < 3, client(at("sourced")).isGreeted(), "connection " + i);
            assertTrue(client(at("counted")).isGreeted());
        }
        Scrape scrape = Scrape.of(api(awe4lb, VIEWER).get("/metrics").with(200).body());
        assertEquals(4,
                scrape.value("awe4lb_listener_connections_dry_run_total", "listener", "counted", "protocol", "tcp", "reason", "limit"));
        assertEquals(2, scrape.value("awe4lb_listener_connections_rejected_total", "listener", "sourced", "protocol", "tcp", "reason",
                "rate_limited"));
    }

    @Test
    void thoseWhoWaitAreAllServedAndNeverMoreAtOnceThanTheBackendTakes() throws Exception {
        var served = new AtomicInteger();
        var most = new AtomicInteger();
        List<Background> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(Background.begin(() -> {
                Peer client = client(at("queued"));
                assertEquals("queued", client.line());
                most.accumulateAndGet(served.incrementAndGet(), Math::max);
                client.sends("question\n");
                client.receives("question\n");
                served.decrementAndGet();
                client.close();
            }));
        }
        for (Background one : clients) {
            one.completes();
        }
        assertTrue(most.get() <= 2, most + " at once");
    }

    @Test
    void bytesComeNoFasterThanTheyMayAndWhole() throws Exception {
        byte[] sent = new byte[400_000];
        new Random(3).nextBytes(sent);
        Peer client = client(at("slow"));
        assertEquals("a", client.line());
        long begin = System.nanoTime();
        Background sending = Background.begin(() -> client.output().write(sent));
        assertArrayEquals(sent, client.input().readNBytes(sent.length));
        sending.completes();
        assertTrue(System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(270), "400 kB at 1 MiB/s, of which a tenth may come at once");
    }

    @Test
    void aListInAFileIsReadAgainWhenItChanges() throws Exception {
        assertTrue(client(at("listed")).isGreeted());
        Files.writeString(denied, "192.0.2.0/24\n127.0.0.0/8 # everybody here\n");
        Eventually.until("the list is used", () -> !client(at("listed")).isGreeted());
        assertEquals("denied", api(awe4lb, VIEWER).get("/api/v1/listeners/listed/route?source=127.0.0.1").with(200).at("/end"));
    }

    @Test
    void aBackendThatIsFullLeavesTheRestToOthers() throws Exception {
        int small = 0;
        for (int i = 0; i < 20; i++) {
            small += client(at("small")).line().equals("small") ? 1 : 0;
        }
        assertEquals(3, small);
    }

    @Test
    void aBackendThatDoesNotAnswerInTimeIsPassedOver() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals("big", client(at("patient")).line());
        }
    }

    @Test
    void aConnectionThatIsIdleOrLivesForTooLongIsClosed() throws Exception {
        for (String listener : List.of("idle", "short")) {
            Peer client = client(at(listener));
            client.receives("a\n");
            client.isClosed();
        }
    }

    /** Its queue is full, so the system drops whatever comes. */
    private Listening deaf() throws IOException {
        Listening deaf = opened.add(new Listening("127.0.1.1", 0, 1));
        for (boolean isFull = false; !isFull;) {
            try {
                opened.add(Peer.connect(new InetSocketAddress("127.0.1.1", deaf.port()), SOON_MILLIS));
            } catch (SocketTimeoutException _) {
                isFull = true;
            }
        }
        return deaf;
    }
}
