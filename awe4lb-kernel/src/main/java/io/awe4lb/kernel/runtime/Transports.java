package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.TransportChoice;
import io.awe4lb.kernel.net.LinuxTransport;
import io.awe4lb.kernel.net.NioTransport;
import io.awe4lb.kernel.net.Transport;
import io.awe4lb.kernel.runtime.ChangeException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which sockets suit this machine. */
final class Transports {

    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    private Transports() {}

    /**
     * Opens the transport that the configuration asks for; {@code auto} is Linux's own where it works.
     *
     * @throws ChangeException if it asks for one that does not work here
     */
    static Transport open(TransportChoice choice) throws ChangeException {
        return switch (choice) {
            case NIO -> told(new NioTransport(), "as configured");
            case LINUX -> linux();
            case AUTO -> auto();
        };
    }

    /** Links the C library's calls, which takes a tenth of a second, if that is possible here. */
    static void load() {
        try {
            LinuxTransport.open();
        } catch (UnsupportedOperationException missing) {
            LOG.debug("transport linux does not work here", missing); // said when it is wanted
        }
    }

    private static Transport linux() throws ChangeException {
        try {
            return told(LinuxTransport.open(), "as configured");
        } catch (UnsupportedOperationException missing) {
            throw new ChangeException(Reason.SYSTEM, "/transport",
                    "transport linux does not work here: " + missing.getMessage() + "; use 'transport: auto' or 'transport: nio'", missing);
        }
    }

    private static Transport auto() {
        try {
            return told(LinuxTransport.open(), "the fastest here");
        } catch (UnsupportedOperationException missing) {
            return told(new NioTransport(), "because linux does not work here: " + missing.getMessage());
        }
    }

    private static Transport told(Transport transport, String why) {
        LOG.info("transport {}: {}", transport.name(), why);
        return transport;
    }
}
