package io.awe4lb.kernel.net;

import java.io.IOException;

/**
 * Every local port of one source address is taken towards one destination. Says nothing about the peer, nor about other destinations and
 * source addresses.
 */
public final class NoPortException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param cause a {@link java.net.BindException} */
    NoPortException(IOException cause) {
        super("no local port is free: " + cause.getMessage()
                + "; give the pool more sourceAddresses, or widen net.ipv4.ip_local_port_range",
                cause);
    }
}
