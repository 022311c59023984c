package io.awe4lb.admin.resources;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IP address, or a network of them.
 *
 * @param address of the network
 * @param bits that have to be the same
 */
record Network(byte[] address, int bits) {

    /** {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
    static Network parse(String text) {
        String[] parts = text.split("/", 2);
        try {
            byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
            if (address.length == 4 && !parts[0].matches("[0-9]+(\\.[0-9]+){3}")) { // 10.1 would be 10.0.0.1, which surprises
                throw new IllegalArgumentException("not four numbers");
            }
            int most = address.length * 8;
            return new Network(address, parts.length == 1 ? most : (int) Parameters.number("the length of a network", parts[1], 0, most));
        } catch (IllegalArgumentException _) {
            throw Parameters.bad("source is an IP address or a network such as 10.0.0.0/8, not " + Parameters.quoted(text));
        }
    }

    InetAddress first() {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 and 16 bytes are always an address", impossible);
        }
    }

    /** @param source address and port, {@code [::1]:80} for IPv6; anything else, as of a Unix socket, is in no network */
    boolean contains(String source) {
        int colon = source.lastIndexOf(':');
        String host = colon < 0 ? source : source.substring(0, colon);
        try {
            return contains(InetAddress.ofLiteral(host).getAddress());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
