package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JoiningTest {

    private static final int MOST = DatagramOptions.LARGEST;

    private final Joining joining = new Joining();

    private static Datagrams of(int bytes, int size) {
        return Arrived.from(1, 1, bytes, size);
    }

    @Test
    void datagramsOfOneSizeAreJoined() {
        joining.begin(of(100, 100));
        assertEquals(0, joining.segment(), "one alone");
        assertTrue(joining.add(of(100, 100), MOST));
        assertTrue(joining.add(of(300, 100), MOST));
        assertEquals(5, joining.segments());
        assertEquals(100, joining.segment());
        assertEquals(500, joining.bytes());
    }

    @Test
    void aShorterOneIsTheLast() {
        joining.begin(of(100, 100));
        assertTrue(joining.add(of(40, 40), MOST));
        assertFalse(joining.add(of(40, 40), MOST));
        assertFalse(joining.add(of(100, 100), MOST));
        joining.begin(of(250, 100));
        assertFalse(joining.add(of(100, 100), MOST), "its last one was shorter");
    }

    @Test
    void aLargerOneAndAnEmptyOneAreNot() {
        joining.begin(of(100, 100));
        assertFalse(joining.add(of(101, 101), MOST));
        assertFalse(joining.add(of(0, 0), MOST));
        assertFalse(joining.add(of(80, 40), MOST), "two smaller ones");
        joining.begin(of(0, 0));
        assertFalse(joining.add(of(100, 100), MOST));
    }

    @Test
    void noMoreThanTheSystemTakesApart() {
        joining.begin(of(1, 1));
        for (int i = 1; i < 64; i++) {
            assertTrue(joining.add(of(1, 1), MOST));
        }
        assertFalse(joining.add(of(1, 1), MOST));
        joining.begin(of(40_000, 40_000));
        assertFalse(joining.add(of(30_000, 30_000), MOST));
        joining.begin(of(1400, 1400));
        assertFalse(joining.add(of(1400, 1400), 1399), "larger than the path takes");
    }
}
