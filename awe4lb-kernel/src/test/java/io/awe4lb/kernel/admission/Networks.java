package io.awe4lb.kernel.admission;

import io.awe4lb.kernel.config.Network;
import io.awe4lb.spi.Client;
import java.net.InetAddress;

/** Networks as they are written. */
public final class Networks {

    private static final int IPV4_PREFIX = 96;

    private Networks() {}

    public static Network of(String text) {
        String[] parts = text.split("/");
        Client first = Client.of(InetAddress.ofLiteral(parts[0]), 0);
        int bits = Integer.parseInt(parts[1]);
        return new Network(first.addressHigh(), first.addressLow(), bits + (first.isIpv4() ? IPV4_PREFIX : 0));
    }
}
