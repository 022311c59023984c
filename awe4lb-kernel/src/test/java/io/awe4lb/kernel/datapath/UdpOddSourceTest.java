package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.net.RawDatagram;
import io.awe4lb.kernel.stats.DropReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datagrams whose source no answer can reach. */
class UdpOddSourceTest extends OnEachTransport {

    @BeforeEach
    void needsRawSockets() throws IOException {
        try (var anybody = new UdpServer()) {
            RawDatagram.send(0, new InetSocketAddress("127.0.0.1", anybody.port()), "");
        } catch (IOException refused) {
            Assumptions.abort("only root sends such datagrams: " + refused.getMessage());
        }
    }

    @Test
    void thoseFromPortZeroAndFromTheListenerItselfAreDropped() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.over(server.spec()).udp(UdpSettings.usual()).on(transport);
                var client = UdpClient.of(balanced.address())) {
            InetSocketAddress listener = (InetSocketAddress) balanced.address();
            RawDatagram.send(0, listener, "from nowhere");
            balanced.dropped(DropReason.INVALID_SOURCE, 1);
            RawDatagram.send(listener.getPort(), listener, "from itself");
            balanced.dropped(DropReason.INVALID_SOURCE, 2);
            client.sends("from a client");
            server.answers(server.receives("from a client"), "answer");
            client.receives("answer");
            assertEquals(1, balanced.stats().accepted());
        }
    }

    @Test
    void whereNobodyWaitsForAnAnswerTheyPass() throws Exception {
        try (var server = new UdpServer();
                var balanced =
                        Balanced.over(server.spec()).udp(UdpSettings.counted(OptionalInt.empty(), OptionalInt.of(0))).on(transport)) {
            RawDatagram.send(0, (InetSocketAddress) balanced.address(), "from nowhere");
            server.receives("from nowhere");
        }
    }
}
