package io.awe4lb.kernel.udp;

import io.awe4lb.kernel.listener.MachineAddresses;
import io.awe4lb.kernel.net.DatagramPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a client wanted to go whose datagrams were redirected to here. On the loop.
 *
 * @param peer the client
 * @param machine that must not be it
 */
record ClientDestination(DatagramPeer peer, MachineAddresses machine) {

    /** @throws IOException with a sentence, if that is this machine, or not told */
    InetSocketAddress address() throws IOException {
        @Nullable InetSocketAddress wanted = peer.destination();
        if (wanted == null) {
            throw new IOException(
                    "a datagram does not tell where it was to go: it was sent to a group, or before 'transparent' was written");
        }
        return machine.elsewhere(wanted);
    }
}
