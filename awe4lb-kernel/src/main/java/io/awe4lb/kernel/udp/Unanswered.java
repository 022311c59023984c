package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.net.Datagrams;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies of the first datagrams for a backend that has not answered yet: should its machine say that nobody is there, they go to another one.
 * Given up with its first answer, or when it has had its time. On one loop.
 */
final class Unanswered {

    private static final int MOST = 4;
    private static final int MOST_BYTES = 64 * 1024;

    private final List<byte[]> copies = new ArrayList<>(1);
    private int bytes;
    private boolean holdsAll = true;
    private int total;

    /** Keeps what there is room for. */
    void keep(Datagrams datagrams) {
        int count = datagrams.count();
        total += count;
        if (!holdsAll || copies.size() + count > MOST || bytes + datagrams.bytes() > MOST_BYTES) {
            holdsAll = false;
            return;
        }
        for (int i = 0; i < count; i++) {
            ByteBuffer datagram = datagrams.datagram(i);
            byte[] copy = new byte[datagram.remaining()];
            datagram.get(copy);
            copies.add(copy);
        }
        bytes += datagrams.bytes();
    }

    /** How many there were, with those that are not here. */
    int total() {
        return total;
    }

    int held() {
        return copies.size();
    }

    /** Whether nothing was sent that is not here. */
    boolean holdsAll() {
        return holdsAll;
    }

    void forEach(Consumer<byte[]> action) {
        copies.forEach(action);
    }
}
