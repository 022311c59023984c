package io.awe4lb.kernel.listener;

import io.awe4lb.spi.IpText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of this machine, as they were some seconds ago at most. Many threads at once. */
public final class MachineAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(MachineAddresses.class);
    /** Addresses come to a machine and leave it. */
    private static final long LOOKED_UP_EACH = TimeUnit.SECONDS.toNanos(10);

    private volatile Known known = new Known(Set.of(), System.nanoTime());

    /** @param due when to look again */
    private record Known(Set<InetAddress> addresses, long due) {}

    /** Nothing is looked up before it is asked. */
    public MachineAddresses() {}

    /**
     * Whether packets to it stay here. Asks the system once in ten seconds, which takes a fraction of a millisecond.
     *
     * @param ip without a zone
     * @return true for one of an interface, and all that loop back
     */
    public boolean have(InetAddress ip) {
        if (ip.isLoopbackAddress()) {
            return true;
        }
        Known now = known;
        if (System.nanoTime() - now.due >= 0) {
            now = new Known(lookUp(now.addresses), System.nanoTime() + LOOKED_UP_EACH);
            known = now;
        }
        return now.addresses.contains(ip);
    }

    /**
     * Lets pass what leaves this machine.
     *
     * @param wanted where a client wanted to go that was redirected to here
     * @return the same
     * @throws IOException with a sentence if it is this machine: what goes there might be redirected to here again, and so on for ever
     */
    public InetSocketAddress elsewhere(InetSocketAddress wanted) throws IOException {
        if (have(wanted.getAddress())) {
            throw new IOException("a client asked for %s, which is this machine itself: it was not redirected, or should not have been"
                    .formatted(IpText.of(wanted.getAddress(), wanted.getPort())));
        }
        return wanted;
    }

    private static Set<InetAddress> lookUp(Set<InetAddress> last) {
        try (Stream<InetAddress> all = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)) {
            return all.collect(Collectors.toUnmodifiableSet());
        } catch (IOException failure) { // no descriptor for it, most likely
            LOG.debug("the addresses of this machine cannot be looked up: {}", failure.toString());
            return last;
        }
    }
}
