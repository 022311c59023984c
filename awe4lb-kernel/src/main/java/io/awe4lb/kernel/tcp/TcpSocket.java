package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.BoundSocket;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.AcceptHandler;
import io.awe4lb.kernel.net.ListenOptions;
import io.awe4lb.kernel.net.ListeningSocket;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.stats.AcceptQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * A listening socket with the loop that accepts from it, and the listener that its connections come by. The listener may change, and with
 * it whose socket this is: those that connect do not notice.
 */
final class TcpSocket implements BoundSocket, AcceptHandler {

    private final Transport transport;

    private final SocketAddress asked;
    private final ListeningSocket socket;
    private final TcpLoop owner;
    /** Those that its connections are dealt out to in turn; empty: the system deals them out to sockets like this. */
    private final List<TcpLoop> dealtTo;

    private final List<TcpLoop> loops;
    private volatile Listener listener;
    /** Written by the control thread. */
    private volatile ListenOptions options;
    /** On the loop. */
    private int turn;

    private TcpSocket(Transport transport, SocketAddress asked, ListeningSocket socket, TcpLoop owner, List<TcpLoop> dealtTo,
            List<TcpLoop> loops,
            Listener listener) {
        this.transport = transport;
        this.asked = asked;
        this.socket = socket;
        this.owner = owner;
        this.dealtTo = dealtTo;
        this.loops = loops;
        this.listener = listener;
        this.options = listener.listenOptions();
    }

    /** One of several for the same address, a loop each. */
    static TcpSocket shared(Transport transport, SocketAddress asked, ListeningSocket socket, TcpLoop owner, List<TcpLoop> loops,
            Listener listener) {
        return new TcpSocket(transport, asked, socket, owner, List.of(), loops, listener);
    }

    /** The only one for its address. */
    static TcpSocket alone(Transport transport, SocketAddress asked, ListeningSocket socket, List<TcpLoop> loops, Listener listener) {
        return new TcpSocket(transport, asked, socket, loops.getFirst(), loops, loops, listener);
    }

    @Override
    public SocketAddress asked() {
        return asked;
    }

    @Override
    public SocketAddress address() {
        return socket.address();
    }

    @Override
    public Optional<AcceptQueue> acceptQueue() {
        return socket.backlog().map(backlog -> new AcceptQueue(backlog.waiting(), backlog.limit(), backlog.dropped()));
    }

    @Override
    public boolean isOf(Listener other) {
        return listener.isSameAs(other);
    }

    @Override
    public void checkChange(Listener next) throws IOException {
        if (!options.equals(next.listenOptions())) {
            transport.checkChange(options, next.listenOptions());
        }
    }

    @Override
    public void serve(Listener next) {
        listener = next;
        ListenOptions wanted = next.listenOptions();
        if (!wanted.equals(options)) {
            options = wanted;
            owner.loop().execute(() -> change(wanted));
        }
    }

    private void change(ListenOptions wanted) {
        try {
            socket.change(wanted);
        } catch (IOException failure) { // it was tried before: the system has changed its mind
            throw new UncheckedIOException("listener " + listener.id() + ": cannot listen as configured", failure);
        }
    }

    @Override
    public void open() {
        owner.loop().execute(() -> {
            try {
                owner.loop().accept(socket, this);
                owner.accepting().add(socket);
            } catch (IOException failure) {
                throw new UncheckedIOException("listener " + listener.id() + ": cannot accept", failure);
            }
        });
    }

    @Override
    public void abandon() {
        socket.close();
    }

    @Override
    public CompletableFuture<Void> close() {
        return CompletableFuture.runAsync(() -> {
            owner.accepting().remove(socket);
            socket.close();
        }, owner.loop());
    }

    @Override
    public void onAccept(Socket accepted) {
        Listener by = listener;
        TcpLoop next = dealtTo.isEmpty() ? owner.orLeastBusy(loops) : dealtTo.get(turn++ % dealtTo.size());
        try {
            if (next == owner || !next.takeOver(accepted, by, loops)) {
                owner.open(accepted, by);
            }
        } catch (RejectedExecutionException _) { // the balancer is stopping, and that loop has stopped already
            accepted.close();
        }
    }

    @Override
    public void onAcceptFailed(IOException failure) {
        owner.accepting().failed(failure);
    }
}
