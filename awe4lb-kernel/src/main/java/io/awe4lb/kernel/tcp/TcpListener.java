package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.net.AcceptHandler;
import io.awe4lb.kernel.net.ListenOptions;
import io.awe4lb.kernel.net.ListeningSocket;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.kernel.net.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets of one listener: one a loop for each address where the system can share it, else one whose connections are dealt
 * out in turn. Changed in two steps: {@link #prepare} binds, which may fail; its {@link Rebinding} brings that into force, which may not.
 */
public final class TcpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    private final Transport transport;
    private final List<TcpLoop> loops;
    private volatile Listener listener;
    private volatile List<Bound> bound = List.of();

    /** A listening socket and the loop that accepts from it; asked: the address of the configuration, whose port may be 0. */
    private record Bound(SocketAddress asked, ListeningSocket socket, TcpLoop owner, boolean isShared) {}

    /**
     * Listens nowhere yet.
     *
     * @param transport maker of the loops
     * @param loops all of them
     * @param listener whose connections come
     */
    public TcpListener(Transport transport, List<TcpLoop> loops, Listener listener) {
        this.transport = transport;
        this.loops = loops;
        this.listener = listener;
    }

    /**
     * Binds what is not bound yet, without accepting there yet.
     *
     * @param next how it will be; the same listener as before
     * @param addresses resolved, all on which it will listen
     * @param isOurs whether this balancer holds a port already, so that being in use is no reason to refuse it
     * @return to be committed or abandoned
     * @throws IOException if one of the addresses cannot be bound, naming it, or an option does not exist here; nothing is bound then
     */
    public Rebinding prepare(Listener next, List<SocketAddress> addresses, IntPredicate isOurs) throws IOException {
        ListenOptions options = next.listenOptions();
        if (addresses.stream().anyMatch(InetSocketAddress.class::isInstance)) {
            transport.check(options);
        }
        List<Bound> kept = bound.stream().filter(one -> addresses.contains(one.asked())).toList();
        if (!kept.isEmpty() && !options.equals(listener.listenOptions())) {
            transport.checkChange(listener.listenOptions(), options);
        }
        List<SocketAddress> known = asked();
        List<Bound> opened = new ArrayList<>();
        for (SocketAddress address : addresses.stream().filter(one -> !known.contains(one)).toList()) {
            try {
                bind(address, options, isOurs, opened);
            } catch (IOException | RuntimeException failure) {
                opened.forEach(one -> one.socket().close());
                throw new IOException("cannot bind " + text(address) + ": " + failure.getMessage(), failure);
            }
        }
        return new Rebinding(next, kept, opened);
    }

    private void bind(SocketAddress address, ListenOptions options, IntPredicate isOurs, List<Bound> opened) throws IOException {
        if (!transport.canShare(address)) {
            opened.add(new Bound(address, transport.bind(address, options, false), loops.getFirst(), false));
            return;
        }
        if (address instanceof InetSocketAddress inet && !isOurs.test(inet.getPort())) {
            // a socket that shares would also share with another process of the same user: only one that does not finds out
            transport.bind(address, options, false).close();
        }
        SocketAddress actual = address;
        for (TcpLoop loop : loops) {
            ListeningSocket socket = transport.bind(actual, options, true);
            opened.add(new Bound(address, socket, loop, true));
            actual = socket.address();
        }
    }

    /**
     * Looks whether {@link #prepare} would succeed, without taking an address that somebody could connect to.
     *
     * @param next how it would be
     * @param addresses resolved, all on which it would listen
     * @param isOurs whether this balancer holds the port already
     * @throws IOException if one of the addresses could not be bound, naming it, or an option does not exist here
     */
    public void tryOut(Listener next, List<SocketAddress> addresses, IntPredicate isOurs) throws IOException {
        List<SocketAddress> known = asked();
        List<SocketAddress> free = addresses.stream()
                .filter(address -> !known.contains(address))
                .filter(address -> !(address instanceof InetSocketAddress inet && isOurs.test(inet.getPort())))
                .toList();
        new TcpListener(transport, loops, next).prepare(next, free, _ -> false).abandon();
        if (!next.listenOptions().equals(listener.listenOptions())) {
            transport.checkChange(listener.listenOptions(), next.listenOptions());
        }
    }

    /** Other addresses or another configuration of a listener, bound and not in force yet. */
    public final class Rebinding {

        private final Listener next;
        private final List<Bound> kept;
        private final List<Bound> opened;
        private List<Bound> dropped = List.of();

        private Rebinding(Listener next, List<Bound> kept, List<Bound> opened) {
            this.next = next;
            this.kept = kept;
            this.opened = opened;
        }

        /** Who comes from now on comes by the new configuration, and on the new addresses too. On the control thread. */
        public void commit() {
            dropped = bound.stream().filter(one -> !kept.contains(one)).toList();
            if (!next.listenOptions().equals(listener.listenOptions())) {
                kept.forEach(one -> one.owner().loop().execute(() -> change(one, next.listenOptions())));
            }
            listener = next;
            bound = Stream.concat(kept.stream(), opened.stream()).toList();
            opened.forEach(one -> one.owner().loop().execute(() -> accept(one)));
        }

        /** Gives back what was bound for it. */
        public void abandon() {
            opened.forEach(one -> one.socket().close());
        }

        /** Stops listening where it is not wanted any more, after accepting what waits there. Waits for the loops. */
        public void retire() {
            close(dropped);
        }
    }

    /**
     * What comes by it now.
     *
     * @return replaced as a whole when its configuration changes
     */
    public Listener listener() {
        return listener;
    }

    /**
     * Where it listens.
     *
     * @return each address once, with the port that the system chose
     */
    public List<SocketAddress> addresses() {
        return bound.stream().map(one -> one.socket().address()).distinct().toList();
    }

    /**
     * Where it was asked to listen.
     *
     * @return each address once, as in the configuration: with port 0 where the system chose
     */
    public List<SocketAddress> asked() {
        return bound.stream().map(Bound::asked).distinct().toList();
    }

    private void change(Bound one, ListenOptions options) {
        try {
            one.socket().change(options);
        } catch (IOException failure) { // it was tried before: the system has changed its mind
            throw new UncheckedIOException("listener " + listener.id() + ": cannot listen as configured", failure);
        }
    }

    private void accept(Bound one) {
        try {
            one.owner().loop().accept(one.socket(), new Acceptor(one));
            one.owner().accepting().add(one.socket());
        } catch (IOException failure) {
            throw new UncheckedIOException("listener " + listener.id() + ": cannot accept", failure);
        }
    }

    /** Stops listening on every loop, after accepting what waits in the backlog; connections live on. Waits for the loops. Idempotent. */
    @Override
    public void close() {
        List<Bound> all = bound;
        bound = List.of();
        close(all);
    }

    private void close(List<Bound> sockets) {
        CompletableFuture<?>[] closed = sockets.stream().map(one -> CompletableFuture.runAsync(() -> {
            one.owner().accepting().remove(one.socket());
            one.socket().close();
        }, one.owner().loop())).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closed).exceptionally(failure -> {
            LOG.error("listener {}: did not close", listener.id(), failure);
            return null;
        }).join();
    }

    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            String ip = inet.getAddress().getHostAddress();
            return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + inet.getPort();
        }
        return "unix:" + address;
    }

    private final class Acceptor implements AcceptHandler {

        private final Bound bound;
        private int turn;

        Acceptor(Bound bound) {
            this.bound = bound;
        }

        @Override
        public void onAccept(Socket socket) {
            TcpLoop next = bound.isShared() ? bound.owner().orLeastBusy(loops) : loops.get(turn++ % loops.size());
            if (next == bound.owner()) {
                next.open(socket, listener);
            } else {
                handOver(socket, next);
            }
        }

        private void handOver(Socket socket, TcpLoop next) {
            try {
                next.loop().execute(() -> next.open(socket, listener));
            } catch (RejectedExecutionException _) { // the balancer is stopping, and that loop has stopped already
                socket.close();
            }
        }

        @Override
        public void onAcceptFailed(IOException failure) {
            bound.owner().accepting().failed(failure);
        }
    }
}
