package io.awe4lb.kernel.net;

/**
 * Which datagrams can be sent as one message that the system takes apart again (UDP_SEGMENT): all of the same size but the last, which may be
 * shorter. Source: udp(7), and the kernel's UDP_MAX_SEGMENTS. On one loop.
 */
final class Joining {

    private static final int MOST_SEGMENTS = 64;

    private int segments;
    private int size;
    private int bytes;
    private boolean isComplete;

    void begin(Datagrams first) {
        segments = first.count();
        size = first.size;
        bytes = first.length;
        isComplete = bytes == 0 || bytes != segments * size;
    }

    /** Adds datagrams if they fit. @param most bytes of a datagram that can be joined with others */
    boolean add(Datagrams next, int most) {
        int count = next.count();
        boolean fits = !isComplete && next.length > 0 && size <= most && next.size <= size && (next.size == size || count == 1)
                && segments + count <= MOST_SEGMENTS && bytes + next.length <= DatagramOptions.LARGEST;
        if (fits) {
            segments += count;
            bytes += next.length;
            isComplete = next.length != count * size;
        }
        return fits;
    }

    int segments() {
        return segments;
    }

    /** @return bytes of each, for the system; 0 where there is one alone */
    int segment() {
        return segments > 1 ? size : 0;
    }

    int size() {
        return size;
    }

    int bytes() {
        return bytes;
    }
}
