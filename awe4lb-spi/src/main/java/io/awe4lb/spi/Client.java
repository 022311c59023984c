package io.awe4lb.spi;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who opened a connection or session. Immutable.
 *
 * <p>The address is held as the two halves of an IPv6 address, an IPv4 address as IPv4-mapped ({@code ::ffff:a.b.c.d}), so that a strategy
 * can hash it without allocating. A client on a Unix socket has the address {@code ::} and port 0.
 */
public final class Client {

    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;
    /** Tells a client on a Unix socket from the address {@code ::} with port 0, which ::1 is when it is anonymous. */
    private static final int NO_PORT = -1;
    private static final Client LOCAL = new Client(0, 0, NO_PORT, "");

    private final long addressHigh;
    private final long addressLow;
    private final int port;
    private final String serverName;

    private Client(long addressHigh, long addressLow, int port, String serverName) {
        this.addressHigh = addressHigh;
        this.addressLow = addressLow;
        this.port = port;
        this.serverName = serverName;
    }

    /**
     * A client with an IP address.
     *
     * @param address IPv4 or IPv6
     * @param port 0 to 65535
     * @return the client
     */
    public static Client of(InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new Client(0, IPV4_MAPPED | bits(bytes, 0, 4), port, "")
                : new Client(bits(bytes, 0, 8), bits(bytes, 8, 8), port, "");
    }

    /**
     * A client with an IP address, given as {@link #addressHigh()} and {@link #addressLow()} say it.
     *
     * @param addressHigh upper 64 bits
     * @param addressLow lower 64 bits
     * @param port 0 to 65535
     * @return the client
     */
    public static Client of(long addressHigh, long addressLow, int port) {
        return new Client(addressHigh, addressLow, port, "");
    }

    /**
     * The client on a Unix socket.
     *
     * @return address {@code ::}, port 0
     */
    public static Client local() {
        return LOCAL;
    }

    /**
     * The same client, of whom more is known: which server it asks for.
     *
     * @param name in lower case, without a dot at its end
     * @return with the same address and port
     */
    public Client askingFor(String name) {
        return new Client(addressHigh, addressLow, port, name);
    }

    /**
     * Upper 64 bits of the IPv6 address.
     *
     * @return big-endian bits; 0 for IPv4
     */
    public long addressHigh() {
        return addressHigh;
    }

    /**
     * Lower 64 bits of the IPv6 address.
     *
     * @return big-endian bits; {@code 0xFFFF} and the 32 bits of the address for IPv4
     */
    public long addressLow() {
        return addressLow;
    }

    /**
     * Source port.
     *
     * @return 0 to 65535
     */
    public int port() {
        return Math.max(port, 0);
    }

    /**
     * The server that it asks for, by the name of its TLS handshake (SNI, RFC 6066).
     *
     * @return in lower case, in letters of ASCII, without a dot at its end; empty if it names none, and where nobody looks
     */
    public String serverName() {
        return serverName;
    }

    /**
     * Whether it came by a Unix socket.
     *
     * @return then it has no address
     */
    public boolean isLocal() {
        return port == NO_PORT;
    }

    /**
     * Whether its address is one of IPv4.
     *
     * @return true if it is IPv4-mapped
     */
    public boolean isIpv4() {
        return addressHigh == 0 && (addressLow & ~0xFFFF_FFFFL) == IPV4_MAPPED;
    }

    /**
     * The address as an object, made anew: not for {@link Strategy#pick}.
     *
     * @return IPv4 or IPv6, never with a name and never looked up
     */
    public InetAddress address() {
        byte[] bytes = new byte[isIpv4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) (fromEnd < 8 ? addressLow >>> (8 * fromEnd) : addressHigh >>> (8 * (fromEnd - 8)));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("4 and 16 bytes are always an address", impossible);
        }
    }

    /**
     * Without what tells one client from its neighbours: the last 8 bits of an IPv4 address, the last 80 of an IPv6 address, which leaves
     * /24 and /48, and the port.
     *
     * @return those bits and the port are 0
     */
    public Client anonymous() {
        if (isLocal()) {
            return this;
        }
        return isIpv4() ? new Client(addressHigh, addressLow & ~0xFFL, 0, serverName)
                : new Client(addressHigh & ~0xFFFFL, 0, 0, serverName);
    }

    private static long bits(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 8 | (bytes[i] & 0xFF);
        }
        return bits;
    }

    /**
     * For people and the log.
     *
     * @return {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, or {@code unix} for a client on a Unix socket
     */
    @Override
    public String toString() {
        if (isIpv4()) { // each line of the access log asks
            int bits = (int) addressLow;
            return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF) + ":" + port;
        }
        return isLocal() ? "unix" : IpText.of(address(), port);
    }
}
