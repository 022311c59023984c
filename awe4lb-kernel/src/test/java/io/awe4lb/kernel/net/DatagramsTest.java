package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
    void whoWantedToGoElsewhereIsAnotherOneForEachPlace() throws Exception {
        Datagrams redirected = Arrived.from(LOOPBACK, 4711);
        redirected.localLow = 0xFFFF_0A00_0001L;
        redirected.localPort = 53;
        DatagramPeer peer = redirected.peer();
        assertEquals(new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 53), peer.destination());
        assertTrue(redirected.areFrom(peer));
        redirected.localPort = 54;
        assertFalse(redirected.areFrom(peer));
        assertNotEquals(peer.hash(), redirected.hash());
        redirected.localPort = 0;
        assertNull(redirected.peer().destination());
    }

    @Test
    void oneOfManyMayBeStrippedAndIsOfAClientOfItsOwn() {
        Datagrams three = Arrived.from(LOOPBACK, 5, 250, 100);
        DatagramPeer sender = three.peer();
        three.narrow(1, 1);
        three.strip(60);
        assertEquals(1, three.count());
        assertEquals(40, three.bytes());
        assertEquals(160, three.datagram(0).position());
        assertEquals(40, three.datagram(0).remaining());
        three.comeFor(0, LOOPBACK, 5);
        assertFalse(three.areFrom(sender));
        DatagramPeer client = three.peer();
        assertNotEquals(sender.hash(), client.hash());
        three.narrow(2, 1);
        three.strip(50);
        assertEquals(0, three.datagram(0).remaining(), "the last is shorter");
        assertTrue(three.areFrom(client));
        three.comeFor(0, LOOPBACK, 6);
        assertFalse(three.areFrom(client));
        three.comeForThemselves();
        assertTrue(three.areFrom(sender));
        assertEquals(sender.hash(), three.hash());
    }

    @Test
    void eachIsJudgedByItsOwnLength() {
        assertEquals("too large: 10, passed: [50]", delivered(Arrived.from(LOOPBACK, 5, 1060, 101)));
        assertEquals("too large: 11, passed: []", delivered(Arrived.from(LOOPBACK, 5, 11 * 101, 101)));
        assertEquals("too large: 1, passed: []", delivered(Arrived.from(LOOPBACK, 5, 101, 101)));
        assertEquals("too large: 0, passed: [100, 100, 1]", delivered(Arrived.from(LOOPBACK, 5, 201, 100)));
        assertEquals("too large: 0, passed: [0]", delivered(Arrived.from(LOOPBACK, 5, 0, 0)));
    }

    private static String delivered(Datagrams datagrams) {
        var tooLarge = new AtomicInteger();
        List<Integer> passed = new ArrayList<>();
        datagrams.deliver(new DatagramReceiver() {

            @Override
            public void onDatagrams(Datagrams these) {
                int count = these.count();
                for (int i = 0; i < count; i++) {
                    these.narrow(i, 1); // as who divides them does
                    passed.add(these.bytes());
                }
            }

            @Override
            public void onTooLarge(int count) {
                tooLarge.addAndGet(count);
            }

            @Override
            public void onUnsent(int count) {
                throw new AssertionError("nothing is sent");
            }

            @Override
            public void onBug(Throwable bug) {
                throw new AssertionError(bug);
            }
        }, 100);
        return "too large: " + tooLarge + ", passed: " + passed;
    }
}
