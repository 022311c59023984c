package io.awe4lb.kernel.pool;

import io.awe4lb.spi.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks the name of one backend up again and again on a virtual thread, from {@link #start()} to {@link #close()}. Never looks a name up
 * for an address.
 */
final class Resolving implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    /** Between look-ups of a name that has no address yet. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Address.Inet name;
    private final Consumer<List<SocketAddress>> answers;
    private final Thread thread;

    /** @param answers called on the resolving thread, with an empty list when the name does not resolve */
    Resolving(Address.Inet name, Consumer<List<SocketAddress>> answers) {
        this.name = name;
        this.answers = answers;
        this.thread = Thread.ofVirtual().name("name " + name.host()).unstarted(this::run);
    }

    /** @return the address that needs no look-up: a literal or a Unix socket; empty for a name, and where each client has another one */
    static Optional<SocketAddress> literal(Address address) {
        return switch (address) {
            case Address.Unix(var path) -> Optional.of(UnixDomainSocketAddress.of(path));
            case Address.Inet(var host, var port) -> literal(host).map(ip -> new InetSocketAddress(ip, port));
            case Address.Destination _ -> Optional.empty();
        };
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) { // a name
            return Optional.empty();
        }
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                List<SocketAddress> addresses = lookUp();
                answers.accept(addresses);
                Thread.sleep(addresses.isEmpty() ? RETRY : INTERVAL);
            }
        } catch (InterruptedException _) { // closed: the thread ends here
            return;
        }
    }

    private List<SocketAddress> lookUp() {
        try {
            return Stream.of(InetAddress.getAllByName(name.host())).map(ip -> (SocketAddress) new InetSocketAddress(ip, name.port()))
                    .toList();
        } catch (UnknownHostException _) { // told by the empty list
            return List.of();
        }
    }
}
