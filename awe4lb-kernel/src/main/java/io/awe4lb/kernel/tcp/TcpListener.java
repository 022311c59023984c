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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening sockets of one listener: one a loop for each address where the system can share it, else one whose connections are dealt
 * out in turn. Bound first, which may fail; then started, which may not. On the control thread.
 */
public final class TcpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    private final Listener listener;
    private final List<TcpLoop> loops;
    private final List<Bound> bound = new ArrayList<>();

    /** A listening socket and the loop that accepts from it. */
    private record Bound(ListeningSocket socket, TcpLoop owner, boolean isShared) {}

    private TcpListener(Listener listener, List<TcpLoop> loops) {
        this.listener = listener;
        this.loops = loops;
    }

    /**
     * Binds every address on every loop, without accepting yet.
     *
     * @param transport maker of the loops
     * @param listener whose connections come
     * @param addresses resolved, where to listen
     * @param loops all of them
     * @return bound everywhere
     * @throws IOException if one of the addresses cannot be bound, naming it, or an option does not exist here; nothing is bound then
     */
    public static TcpListener bind(Transport transport, Listener listener, List<SocketAddress> addresses, List<TcpLoop> loops)
            throws IOException {
        ListenOptions options = listener.listenOptions();
        if (addresses.stream().anyMatch(InetSocketAddress.class::isInstance)) {
            transport.check(options);
        }
        TcpListener opened = new TcpListener(listener, loops);
        for (SocketAddress address : addresses) {
            try {
                opened.bind(transport, address, options);
            } catch (IOException | RuntimeException failure) {
                opened.bound.forEach(one -> one.socket().close());
                throw new IOException("cannot bind " + text(address) + ": " + failure.getMessage(), failure);
            }
        }
        return opened;
    }

    private void bind(Transport transport, SocketAddress address, ListenOptions options) throws IOException {
        if (!transport.canShare(address)) {
            bound.add(new Bound(transport.bind(address, options, false), loops.getFirst(), false));
            return;
        }
        // a socket that shares would also share with another process of the same user: only one that does not finds out
        transport.bind(address, options, false).close();
        SocketAddress actual = address;
        for (TcpLoop loop : loops) {
            ListeningSocket socket = transport.bind(actual, options, true);
            bound.add(new Bound(socket, loop, true));
            actual = socket.address();
        }
    }

    /**
     * Where it listens.
     *
     * @return each address once, with the port that the system chose
     */
    public List<SocketAddress> addresses() {
        return bound.stream().map(one -> one.socket().address()).distinct().toList();
    }

    /** Begins to accept on every loop. */
    public void start() {
        for (Bound one : bound) {
            one.owner().loop().execute(() -> accept(one));
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

    /** Stops listening on every loop, after accepting what waits in the backlog; connections live on. Waits for the loops. */
    @Override
    public void close() {
        CompletableFuture<?>[] closed = bound.stream().map(one -> CompletableFuture.runAsync(() -> {
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
