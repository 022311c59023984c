package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.Introduction;
import io.awe4lb.kernel.net.DatagramPeer;
import java.nio.ByteBuffer;

/** Somebody who sends for others, as long as one of them has a session, with what it has told last. On one loop. */
final class Proxy implements SessionTable.Member {

    private final DatagramPeer peer;
    private Introduction introduction;
    /** The bytes of it, as they came: most say the same again. */
    private ByteBuffer header;
    private int sessions;

    Proxy(DatagramPeer peer, Introduction introduction, ByteBuffer header) {
        this.peer = peer;
        this.introduction = introduction;
        this.header = header;
    }

    @Override
    public DatagramPeer peer() {
        return peer;
    }

    /** Whose datagrams come from there, for all that is known now. */
    Introduction introduction() {
        return introduction;
    }

    void tells(Introduction next, ByteBuffer bytes) {
        introduction = next;
        header = bytes;
    }

    /** @return bytes of the last header, if the datagram begins with the same; 0 if not */
    int repeats(ByteBuffer datagram) {
        int same = header.mismatch(datagram);
        return same == -1 || same == header.remaining() ? header.remaining() : 0;
    }

    /** @return whether it is the first session */
    boolean join() {
        sessions++;
        return sessions == 1;
    }

    /** @return whether it was the last session */
    boolean leave() {
        sessions--;
        return sessions == 0;
    }
}
