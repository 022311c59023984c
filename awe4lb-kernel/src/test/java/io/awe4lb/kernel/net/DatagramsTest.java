package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class DatagramsTest {

    private static final long LOOPBACK = 0xFFFF_7F00_0001L;

    @Test
    void severalAreCountedAndNarrowed() {
        Datagrams five = Arrived.from(LOOPBACK, 5, 420, 100);
        assertEquals(5, five.count());
        assertEquals(20, five.datagram(4).remaining());
        five.narrow(1, 2);
        assertEquals(2, five.count());
        assertEquals(200, five.bytes());
        five.narrow(3, 2);
        assertEquals(120, five.bytes());
        assertEquals(300, five.datagram(0).position());
        five.narrow(0, 5);
        assertEquals(420, five.bytes());
        assertEquals(1, Arrived.from(LOOPBACK, 5, 0, 0).count(), "an empty one is one");
    }

    @Test
    void theSenderIsTheSameByWhateverWay() throws Exception {
        Datagrams read = Arrived.from(LOOPBACK, 4711);
        Datagrams told = Arrived.from(0, 0);
        told.from(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 4711));
        assertTrue(told.areFrom(read.peer()));
        assertEquals(read.peer().hash(), told.hash());
        assertEquals(InetAddress.getByName("127.0.0.1"), read.address());
        told.from(new InetSocketAddress(InetAddress.getByName("::1"), 4711));
        assertFalse(told.areFrom(read.peer()));
        assertEquals(InetAddress.getByName("::1"), told.address());
    }

    @Test
    void anAnswerToPortZeroOrToItselfIsNone() throws Exception {
        for (Transport transport : new Transport[] {new NioTransport(), LinuxTransport.open()}) {
            var options = new DatagramOptions(DatagramOptions.LARGEST, 0, 0, java.util.Optional.empty());
            DatagramServer server = transport.bindDatagrams(new InetSocketAddress("127.0.0.1", 0), options, false);
            try {
                assertFalse(server.canAnswer(Arrived.from(LOOPBACK, 0)));
                assertFalse(server.canAnswer(Arrived.from(LOOPBACK, server.address().getPort())));
                assertTrue(server.canAnswer(Arrived.from(LOOPBACK + 1, server.address().getPort())));
                assertTrue(server.canAnswer(Arrived.from(LOOPBACK, 1)));
            } finally {
                server.close();
            }
        }
    }
}
