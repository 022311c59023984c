package io.awe4lb.kernel.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses as two halves of IPv6. */
final class Addresses {

    private Addresses() {}

    /** @return IPv4 where it is mapped into IPv6: the JDK says it so */
    static InetAddress of(long high, long low) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        } catch (UnknownHostException impossible) {
            throw new AssertionError("16 bytes are always an address", impossible);
        }
    }
}
