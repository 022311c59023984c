package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.DatagramPeer;
import io.awe4lb.kernel.net.DatagramServer;
import io.awe4lb.kernel.net.DatagramSocket;
import io.awe4lb.kernel.net.Datagrams;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Members;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.DatagramCounters;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.kernel.stats.ListenerCounters;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams to which nobody waits for an answer: no session, and one socket a backend for all clients. With {@code maxRequests: 1} each
 * datagram is a choice of its own; else a client's last choice is remembered, as long as there is a place for it. Of one bound socket, on its
 * loop.
 */
final class OneWay {

    /** Places for choices; a client whose place is another's begins anew. */
    private static final int PLACES = 4096;

    private final UdpLoop loop;
    private final DatagramServer server;
    private final Map<PoolBackend, SharedSocket> sockets = new IdentityHashMap<>();
    /** Why there was no socket last. */
    private DropReason lastReason = DropReason.INTERNAL_ERROR;

    /** Made with the first choice that is remembered. */
    private @Nullable Choice @Nullable [] choices;

    /** What a client's datagrams went to last. */
    private static final class Choice {
        private final DatagramPeer peer;
        private final Client client;
        /** As of the last look at the pool. */
        private Members members;

        private final PoolBackend backend;
        private long left;
        private long last;

        Choice(DatagramPeer peer, Client client, Members members, PoolBackend backend, long left) {
            this.peer = peer;
            this.client = client;
            this.members = members;
            this.backend = backend;
            this.left = left;
        }

        /** Whether the backend is still one to send to. Looks closer only where something has changed. */
        boolean holds(Members now) {
            if (now == members) {
                return true;
            }
            members = now;
            return backend.serves() && now.all().contains(backend);
        }
    }

    OneWay(UdpLoop loop, DatagramServer server) {
        this.loop = loop;
        this.server = server;
    }

    void pass(Datagrams datagrams, Listener by) {
        int total = datagrams.count();
        for (int done = 0; done < total;) {
            int taken = by.udp().maxRequests().orElse(0) == 1 ? passOne(datagrams, by, done) : passSome(datagrams, by, done, total - done);
            done += taken;
        }
    }

    /** Whether they are of a client whose choice is remembered and still holds for a datagram. */
    boolean knows(Datagrams datagrams, Listener by) {
        @Nullable Choice[] places = choices;
        Choice known = places == null ? null : places[place(datagrams)];
        return known != null && isOf(known, datagrams, by);
    }

    private static int place(Datagrams datagrams) {
        return datagrams.hash() & PLACES - 1;
    }

    private boolean isOf(Choice known, Datagrams datagrams, Listener by) {
        return datagrams.areFrom(known.peer) && known.left > 0 && loop.loop().now() < known.last + by.udp().idle().toNanos();
    }

    private int passOne(Datagrams datagrams, Listener by, int index) {
        Client client = client(datagrams);
        Members members = by.pool().members();
        PoolBackend backend = pick(members, client, List.of());
        datagrams.narrow(index, 1);
        send(datagrams, by, backend, client, members);
        return 1;
    }

    private int passSome(Datagrams datagrams, Listener by, int first, int most) {
        Members members = by.pool().members();
        Choice choice = choice(datagrams, by, members);
        int taken = choice == null ? most : (int) Math.min(most, choice.left);
        datagrams.narrow(first, taken);
        if (choice == null) {
            send(datagrams, by, null, client(datagrams), members);
        } else {
            choice.left -= taken;
            choice.last = loop.loop().now();
            send(datagrams, by, choice.backend, choice.client, members);
        }
        return taken;
    }

    private @Nullable Choice choice(Datagrams datagrams, Listener by, Members members) {
        @Nullable Choice[] places = choices == null ? new Choice[PLACES] : choices;
        choices = places;
        int place = place(datagrams);
        Choice known = places[place];
        if (known != null && isOf(known, datagrams, by) && known.holds(members)) {
            return known;
        }
        Client client = client(datagrams);
        PoolBackend backend = pick(members, client, List.of());
        long left = by.udp().maxRequests().isPresent() ? by.udp().maxRequests().getAsInt() : Long.MAX_VALUE;
        Choice made = backend == null ? null : new Choice(datagrams.peer(), client, members, backend, left);
        places[place] = made;
        return made;
    }

    private static Client client(Datagrams datagrams) {
        return Client.of(datagrams.addressHigh(), datagrams.addressLow(), datagrams.port());
    }

    /** Whose slot it is does not matter: no session takes it. */
    private static @Nullable PoolBackend pick(Members members, Client client, List<PoolBackend> refused) {
        Lease lease = members.lease(client, refused);
        if (lease == null) {
            return null;
        }
        lease.close();
        return lease.backend();
    }

    private void send(Datagrams datagrams, Listener by, @Nullable PoolBackend backend, Client client, Members members) {
        SharedSocket socket = backend == null ? null : socket(backend, by);
        if (backend == null || socket == null) {
            drop(datagrams.count(), by, members, backend);
            return;
        }
        ListenerCounters counters = by.counters(loop.index());
        counters.moved(datagrams.bytes(), 0);
        counters.datagrams().moved(datagrams.count(), 0);
        loop.flows().counters().moved(datagrams.bytes(), 0);
        backend.counters(loop.index()).moved(datagrams.bytes(), 0);
        socket.pass(datagrams, client);
    }

    private void drop(int count, Listener by, Members members, @Nullable PoolBackend backend) {
        DatagramCounters counters = by.counters(loop.index()).datagrams();
        if (backend != null) {
            counters.dropped(lastReason, count);
            return;
        }
        EndReason none = members.whyNone(List.of());
        if (none == EndReason.NO_BACKEND) {
            by.pool().counters(loop.index()).noBackend();
        }
        counters.dropped(Sessions.reason(none), count);
    }

    /** @return null where none can be opened */
    private @Nullable SharedSocket socket(PoolBackend backend, Listener by) {
        SharedSocket known = sockets.get(backend);
        if (known != null) {
            known.use(by);
            return known;
        }
        SharedSocket opened = new SharedSocket(loop, this, server, backend, by);
        DropReason none = opened.open();
        if (none != null) {
            lastReason = none;
            return null;
        }
        sockets.put(backend, opened);
        return opened;
    }

    /** A backend's machine says that nobody is there: another one for what was not sent. */
    @Nullable DatagramSocket instead(PoolBackend refused, Client client, Listener by) {
        PoolBackend other = pick(by.pool().members(), client, List.of(refused));
        SharedSocket socket = other == null ? null : socket(other, by);
        return socket == null ? null : socket.socket();
    }

    void closed(SharedSocket socket) {
        sockets.remove(socket.backend(), socket);
    }

    void close() {
        List.copyOf(sockets.values()).forEach(SharedSocket::close);
    }
}
