package io.awe4lb.kernel.listener;

import io.awe4lb.kernel.stats.AcceptQueue;
import io.awe4lb.spi.ConnectionRecord.Protocol;
import io.awe4lb.spi.IpText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one listener: one a loop for each address where the system can share it, else one alone. Changed in two steps: {@link #prepare} binds, which may fail; its {@link Rebinding} brings that into force, which may not.
 */
public final class BoundListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundListener.class);

    private final Binder binder;
    private volatile Listener listener;
    private volatile List<BoundSocket> sockets = List.of();

    /**
     * Listens nowhere yet.
     *
     * @param binder of the listener's protocol
     * @param listener whose clients come
     */
    public BoundListener(Binder binder, Listener listener) {
        this.binder = binder;
        this.listener = listener;
    }

    /**
     * What clients speak to it.
     *
     * @return the same for as long as it lives
     */
    public Protocol protocol() {
        return binder.protocol();
    }

    /**
     * What a listener is to become.
     *
     * @param listener how it will be; the same listener as before
     * @param addresses resolved, all on which it will listen
     * @param spare sockets of others that it may take over
     * @param isOurs whether this balancer listens on an address that overlaps, so that being in use is no reason to refuse it
     */
    public record Wish(Listener listener, List<SocketAddress> addresses, SpareSockets spare, Predicate<InetSocketAddress> isOurs) {}

    /**
     * Binds what is not bound yet, without accepting there yet.
     *
     * @param wish what it is to become
     * @return to be committed or abandoned
     * @throws IOException if one of the addresses cannot be bound, naming it, or an option does not exist here; nothing is bound then
     */
    public Rebinding prepare(Wish wish) throws IOException {
        List<BoundSocket> kept = kept(wish);
        List<BoundSocket> opened = new ArrayList<>();
        for (SocketAddress address : missing(wish, kept)) {
            try {
                opened.addAll(binder.bind(address, wish.listener(), isOurs(address, wish)));
            } catch (IOException | RuntimeException failure) {
                opened.forEach(BoundSocket::abandon);
                throw cannotBind(address, failure);
            }
        }
        return new Rebinding(wish.listener(), kept, opened);
    }

    /**
     * Looks whether {@link #prepare} would succeed, without taking an address that somebody could connect to.
     *
     * @param wish what it would become
     * @throws IOException if one of the addresses could not be bound, naming it, or an option does not exist here
     */
    public void tryOut(Wish wish) throws IOException {
        for (SocketAddress address : missing(wish, kept(wish))) {
            try {
                binder.tryOut(address, wish.listener(), isOurs(address, wish));
            } catch (IOException | RuntimeException failure) {
                throw cannotBind(address, failure);
            }
        }
    }

    private static boolean isOurs(SocketAddress address, Wish wish) {
        return address instanceof InetSocketAddress inet && wish.isOurs().test(inet);
    }

    /** Its own sockets that it goes on with, and those of others that it takes over; they can listen as they are to. */
    private List<BoundSocket> kept(Wish wish) throws IOException {
        binder.check(wish.listener(), wish.addresses());
        List<BoundSocket> kept = new ArrayList<>();
        for (SocketAddress address : wish.addresses()) {
            List<BoundSocket> own = sockets.stream().filter(one -> one.asked().equals(address)).toList();
            kept.addAll(own.isEmpty() ? wish.spare().take(protocol(), address) : own);
        }
        for (BoundSocket one : kept) {
            one.checkChange(wish.listener());
        }
        return kept;
    }

    private static List<SocketAddress> missing(Wish wish, List<BoundSocket> kept) {
        return wish.addresses().stream().filter(address -> kept.stream().noneMatch(one -> one.asked().equals(address))).toList();
    }

    private IOException cannotBind(SocketAddress address, Exception failure) {
        return new IOException("cannot bind " + (protocol() == Protocol.UDP ? "UDP " : "") + text(address) + ": " + failure.getMessage(),
                failure);
    }

    /** Other addresses or another configuration of a listener, bound and not in force yet. */
    public final class Rebinding {

        private final Listener next;
        private final List<BoundSocket> kept;
        private final List<BoundSocket> opened;
        private List<BoundSocket> before = List.of();

        private Rebinding(Listener next, List<BoundSocket> kept, List<BoundSocket> opened) {
            this.next = next;
            this.kept = kept;
            this.opened = opened;
        }

        /** Who comes from now on comes by the new configuration, and on the new addresses too. On the control thread. */
        public void commit() {
            before = sockets;
            listener = next;
            kept.forEach(one -> one.serve(next));
            sockets = Stream.concat(kept.stream(), opened.stream()).toList();
            opened.forEach(BoundSocket::open);
        }

        /** Gives back what was bound for it. */
        public void abandon() {
            opened.forEach(BoundSocket::abandon);
        }

        /** Stops listening where nobody wants it any more, after accepting what waits there. Waits for the loops. */
        public void retire() {
            closeOwn(before.stream().filter(one -> !kept.contains(one)).toList());
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

    List<BoundSocket> sockets() {
        return sockets;
    }

    /**
     * What waits to be accepted, on all its sockets. Any thread.
     *
     * @return empty where the system does not tell of any of them
     */
    public Optional<AcceptQueue> acceptQueue() {
        return sockets.stream().flatMap(one -> one.acceptQueue().stream()).reduce(AcceptQueue::plus);
    }

    /**
     * Where it listens.
     *
     * @return each address once, with the port that the system chose
     */
    public List<SocketAddress> addresses() {
        return sockets.stream().map(BoundSocket::address).distinct().toList();
    }

    /**
     * Where it was asked to listen.
     *
     * @return each address once, as in the configuration: with port 0 where the system chose
     */
    public List<SocketAddress> asked() {
        return sockets.stream().map(BoundSocket::asked).distinct().toList();
    }

    /** Stops listening on every loop, after accepting what waits in the backlog; what lives lives on. Waits for the loops. Idempotent. */
    @Override
    public void close() {
        List<BoundSocket> all = sockets;
        sockets = List.of();
        closeOwn(all);
    }

    /** Not those that another listener has taken over. */
    private void closeOwn(List<BoundSocket> some) {
        Stream<BoundSocket> own = some.stream().filter(one -> one.isOf(listener));
        CompletableFuture.allOf(own.map(BoundSocket::close).toArray(CompletableFuture[]::new)).exceptionally(failure -> {
            LOG.error("listener {}: did not close", listener.id(), failure);
            return null;
        }).join();
    }

    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return IpText.of(inet.getAddress(), inet.getPort());
        }
        return "unix:" + address;
    }
}
