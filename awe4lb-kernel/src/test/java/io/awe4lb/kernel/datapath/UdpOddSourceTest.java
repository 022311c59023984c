package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ListenerConfig;
import io.awe4lb.kernel.net.RawDatagram;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.spi.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
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
    void thoseFromPortZeroAndFromListenersOfThisProcessAreDropped() throws Exception {
        try (var server = new UdpServer();
                var balanced = Balanced.of(withAnother(Balanced.over(server.spec()).udp(UdpSettings.usual())), transport);
                var client = UdpClient.of(balanced.address())) {
            InetSocketAddress listener = (InetSocketAddress) balanced.address();
            RawDatagram.send(0, listener, "from nowhere");
            balanced.dropped(DropReason.INVALID_SOURCE, 1);
            RawDatagram.send(listener.getPort(), listener, "from itself");
            balanced.dropped(DropReason.INVALID_SOURCE, 2);
            var other = (InetSocketAddress) balanced.balancer().addresses().get("other").getFirst();
            RawDatagram.send(other.getPort(), listener, "from another listener");
            balanced.dropped(DropReason.INVALID_SOURCE, 3);
            client.sends("from a client");
            server.answers(server.receives("from a client"), "answer");
            client.receives("answer");
            assertEquals(1, balanced.stats().accepted());
        }
    }

    private static BalancerConfig withAnother(Balanced.Builder settings) {
        BalancerConfig one = settings.config();
        Map<String, ListenerConfig> listeners = new LinkedHashMap<>();
        listeners.put("test", settings.listener("test", new Address.Inet("127.0.0.1", 0)));
        listeners.put("other", settings.listener("other", new Address.Inet("", 0)));
        return new BalancerConfig(one.admin(), one.log(), one.metrics(), one.transport(), one.loops(), one.shutdown(), listeners,
                one.pools());
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
