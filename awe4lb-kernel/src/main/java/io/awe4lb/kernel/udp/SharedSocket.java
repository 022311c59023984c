package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.ConnectOptions;
import io.awe4lb.kernel.net.DatagramHandler;
import io.awe4lb.kernel.net.DatagramServer;
import io.awe4lb.kernel.net.DatagramSocket;
import io.awe4lb.kernel.net.Datagrams;
import io.awe4lb.kernel.net.ExhaustedException;
import io.awe4lb.kernel.net.Refusal;
import io.awe4lb.kernel.net.Timer;
import io.awe4lb.kernel.pool.PoolBackend;
import io.awe4lb.kernel.stats.DropReason;
import io.awe4lb.kernel.stats.Seldom;
import io.awe4lb.kernel.wire.ProxyHeader;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import io.awe4lb.spi.ProxyProtocol;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket to one backend for the datagrams of all clients; closed when it was not used for {@code udp.idle}. On one loop. */
final class SharedSocket extends Timer implements DatagramHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SharedSocket.class);
    private static final Seldom BUGS = new Seldom(Duration.ofSeconds(10));

    private final UdpLoop loop;
    private final OneWay owner;
    private final DatagramServer server;
    private final PoolBackend backend;
    private Listener listener;
    private @Nullable DatagramSocket socket;
    private Client lastClient = Client.local();
    private long lastUsed;

    SharedSocket(UdpLoop loop, OneWay owner, DatagramServer server, PoolBackend backend, Listener listener) {
        this.loop = loop;
        this.owner = owner;
        this.server = server;
        this.backend = backend;
        this.listener = listener;
    }

    /** @return null when it is open; else why not: the system gives no socket, or there is no way to the backend */
    @Nullable DropReason open() {
        List<SocketAddress> addresses = backend.addresses();
        try {
            SocketAddress address = addresses.get(backend.preferred() % addresses.size());
            ConnectOptions options = listener.pool().connectOptions();
            socket = loop.loop().openDatagrams(address, options.source(), listener.datagramOptions().on(options.socket()), this);
        } catch (ExhaustedException _) {
            return DropReason.RESOURCE_EXHAUSTED;
        } catch (IOException failure) {
            failed(failure);
            return DropReason.BACKEND_REFUSED;
        }
        backend.counters(loop.index()).opened();
        lastUsed = loop.loop().now();
        schedule();
        return null;
    }

    private void failed(IOException failure) {
        backend.counters(loop.index()).connectFailed(EndReason.BACKEND_REFUSED);
        backend.connectFailed("a datagram was refused: " + failure.getMessage());
    }

    PoolBackend backend() {
        return backend;
    }

    @Nullable DatagramSocket socket() {
        return socket;
    }

    void use(Listener by) {
        listener = by;
    }

    void pass(Datagrams datagrams, Client client) {
        lastClient = client;
        lastUsed = loop.loop().now();
        DatagramSocket open = socket;
        if (open == null) {
            return;
        }
        if (tells()) {
            ProxyHeader header = Prefix.header(client, datagrams.peer(), server.address(), "");
            new Prefix(loop, this, header, true).pass(datagrams, open);
        } else {
            open.pass(datagrams);
        }
    }

    /** Whether each datagram says who has sent it: others of the same socket are of other clients. */
    private boolean tells() {
        return listener.pool().config().sendProxy().version() != ProxyProtocol.OFF;
    }

    /** Nobody waits for an answer. */
    @Override
    public void onDatagrams(Datagrams datagrams) {
        dropped(DropReason.SURPLUS, datagrams.count());
    }

    @Override
    public void onTooLarge(int count) {
        dropped(DropReason.TRUNCATED, count);
    }

    @Override
    public void onUnsent(int count) {
        dropped(DropReason.UNSENT, count);
    }

    private void dropped(DropReason reason, int count) {
        listener.counters(loop.index()).datagrams().dropped(reason, count);
    }

    @Override
    public @Nullable DatagramSocket onRefused(Refusal refusal) {
        failed(refusal.why());
        close();
        DatagramSocket other = refusal.unsent() == 0 || tells() ? null : owner.instead(backend, lastClient, listener);
        dropped(DropReason.BACKEND_REFUSED, refusal.sent() + (other == null ? refusal.unsent() : 0));
        return other;
    }

    @Override
    public void onBug(Throwable bug) {
        BUGS.due(loop.loop().now()).ifPresent(
                others -> LOG.error("listener {}: the socket to {} is closed by a bug ({} others before)", listener.id(), backend, others,
                        bug));
        close();
    }

    @Override
    protected void onTimeout() {
        if (loop.loop().now() >= lastUsed + listener.udp().idle().toNanos()) {
            close();
        } else {
            schedule();
        }
    }

    private void schedule() {
        loop.loop().timers().schedule(this, lastUsed + listener.udp().idle().toNanos());
    }

    /** Idempotent. */
    void close() {
        DatagramSocket open = socket;
        socket = null;
        loop.loop().timers().cancel(this);
        owner.closed(this);
        if (open != null) {
            open.close();
        }
    }
}
