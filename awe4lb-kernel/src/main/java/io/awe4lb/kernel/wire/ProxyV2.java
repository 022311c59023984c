package io.awe4lb.kernel.wire;

import io.awe4lb.spi.Client;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads a PROXY header of version 2, which is binary (section 2.2). Everything that is there must fit; what it does not know it passes over. */
final class ProxyV2 {

    static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    /** Signature, version and command, family and transport, length of the rest. */
    static final int HEAD = SIGNATURE.length + 4;
    /** A length may say 64 KiB; certificates are the longest that senders put there, and nobody needs that much. */
    static final int MOST = 16 * 1024;

    static final int VERSION = 0x20;
    static final int LOCAL = 0;
    static final int PROXY = 1;

    static final int UNSPECIFIED = 0;
    static final int IPV4 = 1;
    static final int IPV6 = 2;
    static final int UNIX = 3;
    static final int STREAM = 1;
    static final int DATAGRAM = 2;

    static final int IPV4_BLOCK = 2 * (4 + Short.BYTES);
    static final int IPV6_BLOCK = 2 * (16 + Short.BYTES);
    private static final int UNIX_BLOCK = 2 * 108;

    /** Before the 32 bits of an address of IPv4 that is written as one of IPv6. */
    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

    private ProxyV2() {}

    /** @param stream from 0, begins with the signature */
    static Parsed<ProxyHeader> read(ByteBuffer stream) throws MalformedException {
        if (stream.limit() < HEAD) {
            return new Parsed.Incomplete<>(HEAD);
        }
        int command = command(stream.get(SIGNATURE.length));
        int length = HEAD + (stream.getShort(HEAD - Short.BYTES) & 0xFFFF);
        require(length <= MOST, "a PROXY header of %d bytes, of which %d are taken at most".formatted(length, MOST));
        if (stream.limit() < length) {
            return new Parsed.Incomplete<>(length);
        }
        ByteBuffer header = stream.slice(0, length);
        return new Parsed.Complete<>(command == LOCAL ? ProxyHeader.NONE : proxied(header), length);
    }

    private static int command(byte both) throws MalformedException {
        require((both & 0xF0) == VERSION, "a PROXY header of version %d in the manner of version 2".formatted((both & 0xF0) >> 4));
        int command = both & 0x0F;
        require(command == LOCAL || command == PROXY, "a PROXY header with the unknown command " + command);
        return command;
    }

    private static ProxyHeader proxied(ByteBuffer header) throws MalformedException {
        int both = header.get(SIGNATURE.length + 1) & 0xFF;
        int family = both >> 4;
        int transport = both & 0x0F;
        require(family <= UNIX && transport <= DATAGRAM, "a PROXY header of the unknown family 0x%02x".formatted(both));
        ByteBuffer rest = header.duplicate().position(HEAD);
        int block = block(family);
        require(rest.remaining() >= block, "a PROXY header whose %d bytes are too few for its addresses".formatted(rest.remaining()));
        ProxyDetails details = details(header, HEAD + block);
        if (family == UNSPECIFIED || transport == UNSPECIFIED) {
            return new ProxyHeader(null, null, details);
        }
        return switch (family) {
            case IPV4 -> ipv4(rest, details);
            case IPV6 -> ipv6(rest, details);
            default -> new ProxyHeader(Client.local(), Client.local(), details);
        };
    }

    private static int block(int family) {
        return switch (family) {
            case UNSPECIFIED -> 0;
            case IPV4 -> IPV4_BLOCK;
            case IPV6 -> IPV6_BLOCK;
            default -> UNIX_BLOCK;
        };
    }

    private static ProxyHeader ipv4(ByteBuffer from, ProxyDetails details) {
        long source = IPV4_MAPPED | from.getInt() & 0xFFFF_FFFFL;
        long destination = IPV4_MAPPED | from.getInt() & 0xFFFF_FFFFL;
        return new ProxyHeader(Client.of(0, source, port(from)), Client.of(0, destination, port(from)), details);
    }

    private static ProxyHeader ipv6(ByteBuffer from, ProxyDetails details) {
        long sourceHigh = from.getLong();
        long sourceLow = from.getLong();
        long destinationHigh = from.getLong();
        long destinationLow = from.getLong();
        return new ProxyHeader(Client.of(sourceHigh, sourceLow, port(from)), Client.of(destinationHigh, destinationLow, port(from)),
                details);
    }

    private static int port(ByteBuffer from) {
        return from.getShort() & 0xFFFF;
    }

    private static ProxyDetails details(ByteBuffer header, int begin) throws MalformedException {
        DetailsReader reader = new DetailsReader();
        reader.read(header.duplicate().position(begin));
        if (reader.checksumAt() >= 0) {
            int told = header.getInt(reader.checksumAt());
            require(told == checksum(header, reader.checksumAt()), "a PROXY header whose checksum is wrong");
        }
        return reader.details();
    }

    /** CRC32c of a whole header, with nothing in the place of the checksum (section 2.2.3). */
    static int checksum(ByteBuffer header, int at) {
        CRC32C sum = new CRC32C();
        sum.update(header.slice(0, at));
        sum.update(new byte[Integer.BYTES]);
        sum.update(header.slice(at + Integer.BYTES, header.limit() - at - Integer.BYTES));
        return (int) sum.getValue();
    }

    static void require(boolean isRight, String otherwise) throws MalformedException {
        if (!isRight) {
            throw MalformedException.other(otherwise);
        }
    }
}
