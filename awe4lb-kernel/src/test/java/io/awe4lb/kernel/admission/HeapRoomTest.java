package io.awe4lb.kernel.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.awe4lb.kernel.config.Network;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapRoomTest {

    private static final long MEBIBYTE = 1 << 20;

    private final AtomicLong used = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private long garbage;

    private final HeapRoom room = new HeapRoom(used::get, () -> 100 * MEBIBYTE, () -> {
        collections.incrementAndGet();
        used.addAndGet(-garbage);
        garbage = 0;
    });

    @Test
    void whatThereIsRoomForCostsNoCollection() throws Exception {
        used.set(40 * MEBIBYTE);
        room.require(50 * MEBIBYTE);
        assertEquals(0, collections.get());
    }

    @Test
    void whatNobodyUsesMakesRoom() throws Exception {
        used.set(80 * MEBIBYTE);
        garbage = 40 * MEBIBYTE;
        room.require(50 * MEBIBYTE);
        assertEquals(1, collections.get());
    }

    @Test
    void aTenthIsLeftToEverythingElse() {
        used.set(45 * MEBIBYTE);
        assertEquals("the lists of networks are too long for the memory that there is: they need 50 MiB more, of a heap of 100 MiB: "
                + "raise it (AWE4LB_JAVA_OPTS=-Xmx…), or shorten the lists",
                assertThrows(IOException.class, () -> room.require(50 * MEBIBYTE)).getMessage());
    }

    @Test
    void aTableThatIsTooLargeIsRefusedBeforeItIsMade() throws Exception {
        used.set(88 * MEBIBYTE);
        var table = new RuleTable.Builder(room);
        for (int i = 0; i < 60_000; i++) {
            table.add(network(i), i);
        }
        assertThrows(IOException.class, table::build);
        used.set(0);
        assertEquals(59_999, table.build().rule(0, network(59_999).low()));
    }

    private static Network network(int number) {
        return new Network(0, 0xFFFFL << Integer.SIZE | number, 128);
    }
}
