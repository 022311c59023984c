package io.awe4lb.kernel.tcp;

import io.awe4lb.kernel.listener.MachineAddresses;
import io.awe4lb.kernel.net.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Where a client wanted to go whose connection was redirected to here: that is what its socket is called. On the loop. */
final class ClientDestination {

    private ClientDestination() {}

    /**
     * Asks the system.
     *
     * @throws IOException with a sentence, if that is this machine, or if the client is gone
     */
    static InetSocketAddress of(Socket client, MachineAddresses machine) throws IOException {
        if (client.localAddress() instanceof InetSocketAddress wanted) {
            return machine.elsewhere(wanted);
        }
        throw new IOException("a client asked for a Unix socket, which is this machine itself: nobody is redirected there");
    }
}
