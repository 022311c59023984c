package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.net.DatagramPeer;
import io.awe4lb.kernel.net.Datagrams;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by who sends. Open addressing with linear probing: finding one makes no object. Grows and shrinks with what is in it. On one loop.
 *
 * <p>Source of the removal without tombstones: D. E. Knuth, The Art of Computer Programming, volume 3, 6.4, algorithm R.
 */
final class SessionTable<S extends SessionTable.Member> {

    /** What is in it. */
    interface Member {

        /** Whose it is. */
        DatagramPeer peer();
    }

    private static final int SMALLEST = 64;

    private @Nullable Member[] places = new Member[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    /** @return whose datagrams these are; null if nobody is known to have sent them */
    @SuppressWarnings("unchecked") // nothing else was added
    @Nullable S find(Datagrams datagrams) {
        int mask = places.length - 1;
        for (int i = datagrams.hash() & mask;; i = i + 1 & mask) {
            Member member = places[i];
            if (member == null || datagrams.areFrom(member.peer())) {
                return (S) member;
            }
        }
    }

    /** @param session of a peer who has none here */
    void add(S session) {
        if (++size > places.length / 2) {
            resize(places.length * 2);
        }
        place(session);
    }

    /** Does nothing if it is not here. */
    void remove(S session) {
        int mask = places.length - 1;
        int hole = home(session.peer());
        while (places[hole] != session) {
            if (places[hole] == null) {
                return;
            }
            hole = hole + 1 & mask;
        }
        close(hole);
        size--;
        if (size < places.length / 8 && places.length > SMALLEST) {
            resize(places.length / 2);
        }
    }

    /** Moves up those that would not be found any more across the hole. */
    private void close(int from) {
        int mask = places.length - 1;
        int hole = from;
        for (int i = hole + 1 & mask;; i = i + 1 & mask) {
            Member member = places[i];
            if (member == null) {
                places[hole] = null;
                return;
            }
            boolean mayMove = (i - home(member.peer()) & mask) >= (i - hole & mask);
            if (mayMove) {
                places[hole] = member;
                hole = i;
            }
        }
    }

    private int home(DatagramPeer peer) {
        return peer.hash() & places.length - 1;
    }

    private void place(Member member) {
        int mask = places.length - 1;
        int i = home(member.peer());
        while (places[i] != null) {
            i = i + 1 & mask;
        }
        places[i] = member;
    }

    private void resize(int length) {
        @Nullable Member[] before = places;
        places = new Member[length];
        for (Member member : before) {
            if (member != null) {
                place(member);
            }
        }
    }
}
