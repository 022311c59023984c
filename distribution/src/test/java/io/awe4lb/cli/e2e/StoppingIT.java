package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class StoppingIT extends EndToEnd {

    private static final int AFTER_INT = 130;
    private static final int AFTER_TERM = 143;

    @Test
    void termTakesNoNewConnectionsAndEndsWhenTheLiveOnesHave() throws Exception {
        Awe4lb awe4lb = servingWith("{drain: 1h}");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");

        awe4lb.signal("TERM");
        Eventually.until("new connections are refused", () -> isRefused(awe4lb.address("web")));
        client.sends("still there?\n");
        client.receives("still there?\n");
        assertTrue(awe4lb.isAlive());

        client.halfCloses();
        client.seesEnd();
        awe4lb.ended().with(AFTER_TERM).complaining("stopped");
    }

    @Test
    void termWithoutConnectionsEndsAtOnce() throws Exception {
        Awe4lb awe4lb = servingWith("{drain: 1h}");
        awe4lb.signal("TERM");
        assertEquals(AFTER_TERM, awe4lb.exitCode());
    }

    @Test
    void aSecondTermClosesWhatLives() throws Exception {
        Awe4lb awe4lb = servingWith("{drain: 1h}");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");
        awe4lb.signal("TERM");
        awe4lb.says("stopping");
        awe4lb.signal("TERM");
        client.isClosed();
        assertEquals(AFTER_TERM, awe4lb.exitCode());
    }

    @Test
    void intAfterTermClosesWhatLives() throws Exception {
        Awe4lb awe4lb = servingWith("{drain: 1h}");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");
        awe4lb.signal("TERM");
        awe4lb.says("stopping");
        awe4lb.signal("INT");
        client.isClosed();
        assertEquals(AFTER_INT, awe4lb.exitCode());
    }

    @Test
    void intClosesWhatLives() throws Exception {
        Awe4lb awe4lb = servingWith("{delay: 1h, drain: 1h}");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");
        awe4lb.signal("INT");
        client.isClosed();
        assertEquals(AFTER_INT, awe4lb.exitCode());
    }

    @Test
    void duringTheDelayNewConnectionsAreStillServed() throws Exception {
        Awe4lb awe4lb = servingWith("{delay: 1h, drain: 1h}");
        awe4lb.signal("TERM");
        awe4lb.says("stopping");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");
        awe4lb.signal("TERM");
        client.isClosed();
        assertEquals(AFTER_TERM, awe4lb.exitCode());
    }

    @Test
    void afterTheDelayAndTheDrainTheRestIsClosed() throws Exception {
        Awe4lb awe4lb = servingWith("{delay: 100ms, drain: 300ms}");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");
        awe4lb.signal("TERM");
        client.isClosed();
        awe4lb.ended().with(AFTER_TERM).complaining("1 connection");
    }

    @Test
    void hupDoesNotEndIt() throws Exception {
        Awe4lb awe4lb = servingWith("{drain: 1h}");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");
        awe4lb.signal("HUP");
        awe4lb.says("HUP");
        client.sends("still there?\n");
        client.receives("still there?\n");
        client(awe4lb.address("web")).receives("a\n");
        assertTrue(awe4lb.isAlive());
    }

    @Test
    void whatIsUnderWayWhenItIsToldToStopIsDelivered() throws Exception {
        Awe4lb awe4lb = servingWith("{drain: 1h}");
        Peer client = client(awe4lb.address("web"));
        client.receives("a\n");
        Bulk bulk = new Bulk(50_000_000, 1);
        Background sending = Background.begin(() -> {
            bulk.sendTo(client.output());
            client.halfCloses();
        });
        awe4lb.signal("TERM");
        bulk.isAllOf(client.input());
        sending.completes();
        assertEquals(AFTER_TERM, awe4lb.exitCode());
    }

    private Awe4lb servingWith(String shutdown) throws Exception {
        return serving("""
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {backends: ["%s"]}
                shutdown: %s
                """, backend("a"), shutdown);
    }

    private static boolean isRefused(InetSocketAddress address) throws Exception {
        try {
            Peer.connect(address).close();
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (SocketException _) { // reset: the handshake was under way when the listening socket was closed
            return false;
        }
    }
}
