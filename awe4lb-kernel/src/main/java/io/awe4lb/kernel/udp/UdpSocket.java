package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.BoundSocket;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.DatagramOptions;
import io.awe4lb.kernel.net.DatagramServer;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.stats.AcceptQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A bound socket with the loop that serves it and the sessions that came by it. The listener may change, and with it whose socket this is:
 * sessions go on by the new one with their next datagram.
 *
 * <p>Answers leave by the same socket. So one that is closed takes no new clients and stays open until its last session has ended; should
 * somebody want its address meanwhile, it goes on as theirs.
 */
final class UdpSocket implements BoundSocket {

    private final Transport transport;
    private final SocketAddress asked;
    private final DatagramServer server;
    private final UdpLoop owner;
    private final Sessions sessions;
    /** Written by the control thread. */
    private volatile DatagramOptions options;
    /** Somebody has asked for the address of a closed one. Read by the thread that prepares a change. */
    private volatile @Nullable Listener wanted;
    /** Its listener is gone. Written by the control thread. */
    private volatile boolean isLeft;

    private volatile boolean isGone;

    // on the loop
    private boolean isServed;
    private boolean isClosing;

    UdpSocket(Transport transport, SocketAddress asked, DatagramServer server, UdpLoop owner, Listener listener, OwnAddresses own) {
        this.transport = transport;
        this.asked = asked;
        this.server = server;
        this.owner = owner;
        this.options = listener.datagramOptions();
        this.sessions = new Sessions(server, owner, listener, own, this::closeWhenEmpty);
    }

    @Override
    public SocketAddress asked() {
        return asked;
    }

    @Override
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public Optional<AcceptQueue> acceptQueue() {
        return Optional.empty();
    }

    @Override
    public boolean isOf(Listener other) {
        return sessions.listener().isSameAs(other);
    }

    @Override
    public void checkChange(Listener next) throws IOException {
        if (!options.equals(next.datagramOptions())) {
            transport.check(next.datagramOptions());
        }
    }

    @Override
    public void serve(Listener next) {
        sessions.serve(next);
        DatagramOptions then = next.datagramOptions();
        if (!then.equals(options)) {
            options = then;
            owner.loop().execute(() -> change(then));
        }
    }

    private void change(DatagramOptions then) {
        try {
            server.change(then);
        } catch (IOException failure) { // it was tried before: the system has changed its mind
            throw new UncheckedIOException("listener " + sessions.listener().id() + ": its sockets cannot be as configured", failure);
        }
    }

    int receiveBuffer() {
        return server.receiveBuffer();
    }

    /** Whether it was bound for an address, and still answers clients of a listener that is gone. */
    boolean lingersAt(SocketAddress address) {
        return isLeft && !isGone && asked.equals(address);
    }

    boolean isGone() {
        return isGone;
    }

    int port() {
        return server.address().getPort();
    }

    boolean isOn(UdpLoop loop, InetSocketAddress address) {
        return owner == loop && server.address().equals(address);
    }

    /** It is to go on as this listener's, once opened. Waits for the loop. @return false if it is gone meanwhile */
    boolean want(Listener next) {
        return CompletableFuture.supplyAsync(() -> {
            wanted = isGone ? null : next;
            return !isGone;
        }, owner.loop()).join();
    }

    @Override
    public void open() {
        Listener next = wanted;
        if (next != null) {
            serve(next);
        }
        isLeft = false;
        sessions.takeNew();
        owner.loop().execute(() -> {
            isClosing = false;
            wanted = null;
            if (!isServed) {
                isServed = true;
                begin();
            }
        });
    }

    private void begin() {
        try {
            owner.loop().serve(server, sessions);
        } catch (IOException failure) {
            throw new UncheckedIOException("listener " + sessions.listener().id() + ": cannot take datagrams", failure);
        }
    }

    @Override
    public void abandon() {
        if (wanted == null) {
            isGone = true;
            server.close();
        } else {
            owner.loop().execute(() -> {
                wanted = null;
                closeWhenEmpty();
            });
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        isLeft = true;
        return CompletableFuture.runAsync(() -> {
            isClosing = true;
            sessions.takeNoMore();
            closeWhenEmpty();
        }, owner.loop());
    }

    private void closeWhenEmpty() {
        if (isClosing && sessions.isEmpty() && wanted == null) {
            isGone = true;
            server.close();
        }
    }
}
