package io.awe4lb.kernel.net;

import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * One datagram, or several of one sender that the system has taken in as one: then all have the same size, but for the last, which may be
 * shorter. One object a socket that is filled anew each time: valid for the length of one handler call.
 */
public final class Datagrams {

    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;
    private static final long SEED = new SecureRandom().nextLong();

    long addressHigh;
    long addressLow;
    int port;
    int scope;
    long localHigh;
    long localLow;
    int localPort;
    /** Whom a proxy sends them for; all 0 where nobody has told. */
    long clientHigh;

    long clientLow;
    int clientPort;
    private long clientHash;
    @Nullable InetSocketAddress address;

    /** Where the bytes are. */
    private final ByteBuffer memory;

    private final long base;
    int offset;
    int length;
    /** Bytes of each but the last; the length where there is one. */
    int size;
    /** What came, of which this may be a part. */
    private int allFrom;

    private int allLength;

    /** @param memory direct, of the loop */
    Datagrams(ByteBuffer memory) {
        this.memory = memory;
        this.base = MemorySegment.ofBuffer(memory).address() - memory.position();
    }

    /** Where the first byte is. */
    long memoryAddress() {
        return base + offset;
    }

    /** One datagram. */
    void fill(int at, int bytes) {
        fill(at, bytes, bytes);
    }

    /** Several, each of a size but the last. */
    void fill(int at, int bytes, int each) {
        offset = at;
        length = bytes;
        size = each;
        allFrom = at;
        allLength = bytes;
    }

    /** The sender as the JDK says it; the last one again makes no object. */
    void from(InetSocketAddress sender) {
        if (sender == address) {
            return;
        }
        address = sender;
        port = sender.getPort();
        InetAddress ip = sender.getAddress();
        byte[] bytes = ip.getAddress();
        addressHigh = bytes.length == 4 ? 0 : bits(bytes, 0, 8);
        addressLow = bytes.length == 4 ? IPV4_MAPPED | bits(bytes, 0, 4) : bits(bytes, 8, 8);
        scope = ip instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }

    static long bits(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 8 | (bytes[i] & 0xFF);
        }
        return bits;
    }

    /** Gives them to a receiver, who is told of what it throws. @param largest bytes of a datagram that it takes */
    void deliver(DatagramReceiver receiver, int largest) {
        try {
            if (size <= largest) {
                receiver.onDatagrams(this);
            } else {
                deliverLast(receiver, largest);
            }
        } catch (RuntimeException | Error bug) {
            receiver.onBug(bug);
        }
    }

    /** All but the last are too large. */
    private void deliverLast(DatagramReceiver receiver, int largest) {
        int others = count() - 1;
        int last = length - others * size;
        if (last > largest) {
            receiver.onTooLarge(others + 1);
            return;
        }
        receiver.onTooLarge(others);
        fill(offset + others * size, last);
        receiver.onDatagrams(this);
    }

    /**
     * How many there are.
     *
     * @return 1 or more
     */
    public int count() {
        return length <= size ? 1 : (length + size - 1) / size;
    }

    /**
     * Bytes of all of them.
     *
     * @return 0 for an empty datagram
     */
    public int bytes() {
        return length;
    }

    /**
     * Bytes of each of them but the last.
     *
     * @return of the one, where there is one
     */
    public int size() {
        return size;
    }

    /**
     * Makes this some of those that came, to be looked at alone.
     *
     * @param first index among all, from 0
     * @param count how many of them; 1 or more
     */
    public void narrow(int first, int count) {
        int skipped = first * size;
        offset = allFrom + skipped;
        length = Math.min(allLength - skipped, count * size);
    }

    /**
     * Takes what stands in front away from one that stands alone: narrowed to, or come so.
     *
     * @param bytes that are not looked at any more, until it is narrowed again
     */
    public void strip(int bytes) {
        offset += bytes;
        length -= bytes;
    }

    /**
     * A proxy has sent them for somebody: from now on they are told apart from those of its other clients.
     *
     * @param addressHigh of the client, as {@link #addressHigh()}
     * @param addressLow the same
     * @param ofPort the client's; -1 for one without an address
     */
    public void comeFor(long addressHigh, long addressLow, int ofPort) {
        clientHigh = addressHigh;
        clientLow = addressLow;
        clientPort = ofPort;
        clientHash = mixed(mixed(addressHigh ^ SEED) ^ addressLow + ofPort * 0xC2B2_AE3D_27D4_EB4FL);
    }

    /** Whoever has sent them is the client. They are so when they come; who says otherwise takes it back. */
    public void comeForThemselves() {
        clientHigh = 0;
        clientLow = 0;
        clientPort = 0;
        clientHash = 0;
    }

    /**
     * The bytes of one of them.
     *
     * @param index from 0
     * @return the loop's own memory, from position to limit
     */
    public ByteBuffer datagram(int index) {
        int from = offset + index * size;
        return memory.limit(offset + Math.min(length, (index + 1) * size)).position(from);
    }

    /**
     * Upper half of the sender's address.
     *
     * @return of an IPv6 address, IPv4 being IPv4-mapped
     */
    public long addressHigh() {
        return addressHigh;
    }

    /**
     * Lower half of the sender's address.
     *
     * @return the same
     */
    public long addressLow() {
        return addressLow;
    }

    /**
     * The sender's port.
     *
     * @return 0 where no answer is wanted, or somebody plays tricks
     */
    public int port() {
        return port;
    }

    /**
     * Whether a peer has sent them, to the same address and port as before, and for the same client.
     *
     * @param peer of the same socket
     * @return compares all of it
     */
    public boolean areFrom(DatagramPeer peer) {
        return addressLow == peer.addressLow && port == peer.port && addressHigh == peer.addressHigh && localLow == peer.localLow
                && localHigh == peer.localHigh && localPort == peer.localPort && scope == peer.scope && clientLow == peer.clientLow
                && clientPort == peer.clientPort && clientHigh == peer.clientHigh;
    }

    /**
     * The sender, to be kept.
     *
     * @return made anew
     */
    public DatagramPeer peer() {
        return new DatagramPeer(this);
    }

    /**
     * The sender's address as an object, made anew.
     *
     * @return IPv4 or IPv6
     */
    public InetAddress address() {
        return Addresses.of(addressHigh, addressLow);
    }

    /**
     * Spreads senders over a table, each time the process runs in another way: nobody can choose addresses and ports that meet.
     *
     * @return all bits count
     */
    public int hash() {
        long mixed = mixed(addressHigh ^ SEED);
        mixed = mixed(mixed ^ addressLow);
        mixed = mixed(mixed ^ localLow + port * 0xC2B2_AE3D_27D4_EB4FL);
        return (int) (mixed(mixed ^ localHigh ^ localPort ^ clientHash) >>> 32);
    }

    private static long mixed(long bits) {
        long spread = (bits ^ bits >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        return (spread ^ spread >>> 29) + SEED;
    }
}
