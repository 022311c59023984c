package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** How many connections a backend gets, and how long anybody waits. */
class LimitIT extends EndToEnd {

    private static final int SOON_MILLIS = 100;

    @Test
    void maxConnectionsHoldsExactlyHoweverManyConnectAtOnce() throws Exception {
        int limit = 10;
        int threads = 20;
        int clientsOfAThread = 50;
        NamedBackend limited = backend("a");
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: [{address: "%s", maxConnections: %s}]}
                """, limited, limit).address("web");

        Queue<Peer> served = new ConcurrentLinkedQueue<>();
        List<Background> connecting = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            connecting.add(Background.begin(() -> {
                for (int j = 0; j < clientsOfAThread; j++) {
                    Peer client = client(web);
                    if (client.isGreeted()) {
                        served.add(client);
                    }
                }
            }));
        }
        for (Background one : connecting) {
            one.completes();
        }
        assertEquals(limit, served.size());
        assertEquals(limit, limited.connections());

        served.remove().close();
        Eventually.until("the free place is given to somebody", () -> client(web).isGreeted());
    }

    @Test
    void aBackendThatIsFullLeavesTheRestToOthers() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web:
                    strategy: round-robin
                    backends: [{address: "%s", maxConnections: 3}, "%s"]
                """, backend("small"), backend("big")).address("web");
        int small = 0;
        for (int i = 0; i < 20; i++) {
            small += client(web).line().equals("small") ? 1 : 0;
        }
        assertEquals(3, small);
    }

    @Test
    void aBackendThatDoesNotAnswerInTimeIsPassedOver() throws Exception {
        InetSocketAddress web = serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web, timeouts: {connect: 200ms}}
                pools:
                  web: {strategy: round-robin, backends: ["%s", "%s"]}
                """, deaf(), backend("b")).address("web");
        for (int i = 0; i < 3; i++) {
            assertEquals("b", client(web).line());
        }
    }

    @Test
    void aConnectionThatIsIdleForTooLongIsClosed() throws Exception {
        InetSocketAddress web = serving("""
                defaults: {timeouts: {idle: 200ms}}
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: ["%s"]}
                """, backend("a")).address("web");
        Peer client = client(web);
        client.receives("a\n");
        client.isClosed();
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
