package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.MachineAddresses;
import io.awe4lb.kernel.net.Socket;
import io.awe4lb.spi.IpText;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a client wanted to go whose connection was redirected to here: that is what its socket is called. On the loop. */
final class ClientDestination {

    private ClientDestination() {}

    /**
     * Asks the system.
     *
     * @throws IOException with a sentence, if that is this machine: a connection to there might be redirected to here again, and so on for
     *     ever; or if the client is gone
     */
    static InetSocketAddress of(Socket client, MachineAddresses machine) throws IOException {
        @Nullable InetSocketAddress wanted = client.localAddress() instanceof InetSocketAddress inet ? inet : null;
        if (wanted == null || machine.have(wanted.getAddress())) {
            throw new IOException("a client asked for %s, which is this machine itself: it was not redirected, or should not have been"
                    .formatted(wanted == null ? "a Unix socket" : IpText.of(wanted.getAddress(), wanted.getPort())));
        }
        return wanted;
    }
}
