package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.net.DatagramHandler;
import io.awe4lb.kernel.net.DatagramSocket;
import io.awe4lb.kernel.net.ExhaustedException;
import io.awe4lb.kernel.net.OtherFamilyException;
import io.awe4lb.kernel.pool.Lease;
import io.awe4lb.kernel.pool.Members;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who serves a session: a backend's slot and the socket to it. Picks one, tries its addresses, and another one where those refuse, up to
 * {@code retry.tries} others and as long as {@code retry.timeout} has not passed. On one loop.
 */
final class Serving {

    private final UdpLoop loop;
    private final Client client;
    private final ClientDestination wanted;
    private final DatagramHandler handler;
    /** Of every choice so far: those that refused, and those that were left. For the log. */
    private List<PoolBackend> left = List.of();
    /** Those that refused since somebody answered last. */
    private List<PoolBackend> refused = List.of();
    /** What is said where all of them did. */
    private EndReason refusal = EndReason.NO_BACKEND;
    private Pool pool;
    /** As of the last look at the pool. */
    private Members members;
    private long begin;
    private @Nullable Lease lease;
    private @Nullable DatagramSocket socket;
    private List<SocketAddress> addresses = List.of();
    private int firstAddress;
    private int addressesTried;
    /** Whether one of them has refused; else the backend is not to blame. */
    private boolean isRefused;

    Serving(UdpLoop loop, Client client, ClientDestination wanted, Pool pool, DatagramHandler handler) {
        this.loop = loop;
        this.client = client;
        this.wanted = wanted;
        this.handler = handler;
        this.pool = pool;
        this.members = pool.members();
        this.begin = loop.loop().now();
    }

    @Nullable PoolBackend backend() {
        return lease == null ? null : lease.backend();
    }

    @Nullable DatagramSocket socket() {
        return socket;
    }

    Pool pool() {
        return pool;
    }

    List<PoolBackend> left() {
        return left;
    }

    /**
     * Picks a backend and opens a socket to it.
     *
     * @return null when there is one now; else why there is none
     */
    @Nullable EndReason choose(Listener listener) {
        pool = listener.pool();
        begin = loop.loop().now();
        refused = List.of();
        refusal = EndReason.NO_BACKEND;
        return next(listener);
    }

    private @Nullable EndReason next(Listener listener) {
        members = pool.members();
        Lease taken = members.lease(client, refused);
        if (taken == null) {
            return refused.isEmpty() ? noneLeft() : refusal;
        }
        lease = taken;
        firstAddress = taken.backend().preferred();
        addressesTried = 0;
        isRefused = false;
        if (taken.backend().followsClients()) {
            return follow(listener, taken.backend());
        }
        addresses = taken.backend().addresses();
        taken.backend().counters(loop.index()).opened();
        return open(listener);
    }

    /** Where the client wanted to go. */
    private @Nullable EndReason follow(Listener listener, PoolBackend backend) {
        try {
            addresses = List.of(wanted.address());
        } catch (IOException unusable) {
            addresses = List.of();
            return next(listener, unusable);
        }
        backend.counters(loop.index()).opened();
        return open(listener);
    }

    private EndReason noneLeft() {
        EndReason reason = members.whyNone(refused);
        if (reason == EndReason.NO_BACKEND) {
            pool.counters(loop.index()).noBackend();
        }
        return reason;
    }

    private @Nullable EndReason open(Listener listener) {
        try {
            ConnectOptions options = pool.connectOptions(client);
            socket = loop.loop().openDatagrams(addresses.get(addressIndex()), options.source(),
                    listener.datagramOptions().on(options.socket()), handler);
            return null;
        } catch (ExhaustedException _) {
            giveBack();
            return EndReason.RESOURCE_EXHAUSTED;
        } catch (OtherFamilyException unusable) {
            return next(listener, unusable);
        } catch (IOException failure) {
            return refused(listener, failure);
        }
    }

    private int addressIndex() {
        return (firstAddress + addressesTried) % addresses.size();
    }

    /**
     * Nobody is there.
     *
     * @return null when another one serves now; else why there is none
     */
    @Nullable EndReason refused(Listener listener, IOException failure) {
        isRefused = true;
        return next(listener, failure);
    }

    /** The next address of the backend, or the next backend. */
    private @Nullable EndReason next(Listener listener, IOException failure) {
        closeSocket();
        addressesTried++;
        if (addressesTried < addresses.size()) {
            return open(listener);
        }
        Lease taken = lease;
        if (taken == null) {
            throw new IllegalStateException("refused without a backend");
        }
        PoolBackend backend = taken.backend();
        if (isRefused) {
            refusal = EndReason.BACKEND_REFUSED;
            backend.counters(loop.index()).connectFailed(EndReason.BACKEND_REFUSED);
            backend.connectFailed("a datagram was refused: " + failure.getMessage());
        } else {
            backend.tellUnreachable(failure.getMessage(), loop.loop().now());
        }
        refused = with(refused, backend);
        leave();
        boolean isTooLate = loop.loop().now() - begin >= pool.config().retry().timeout().toNanos();
        if (refused.size() > pool.config().retry().tries() || isTooLate) {
            return refusal;
        }
        EndReason none = next(listener);
        if (none == null) {
            backend.counters(loop.index()).retried();
        }
        return none;
    }

    /** The backend has answered. */
    void answered() {
        Lease taken = lease;
        if (taken != null) {
            taken.backend().prefer(addressIndex());
        }
        refused = List.of();
        refusal = EndReason.NO_BACKEND;
        begin = loop.loop().now();
    }

    /** Whether the backend is out, and the session is to choose again. Looks closer only where something has changed. */
    boolean hasToReselect(boolean isOtherListener) {
        Members now = pool.members();
        if (now == members && !isOtherListener) {
            return false;
        }
        members = now;
        PoolBackend backend = backend();
        return backend != null && pool.config().onDown() == OnDown.RESELECT && (!backend.health().serves() || !pool.has(backend));
    }

    /** Gives up the backend, which stays in the log. */
    void leave() {
        PoolBackend backend = backend();
        if (backend != null) {
            left = with(left, backend);
        }
        giveBack();
    }

    /** Gives back everything. Idempotent. */
    void giveBack() {
        closeSocket();
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }

    private void closeSocket() {
        DatagramSocket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }

    private static List<PoolBackend> with(List<PoolBackend> some, PoolBackend one) {
        List<PoolBackend> longer = new ArrayList<>(some);
        longer.add(one);
        return longer;
    }
}
