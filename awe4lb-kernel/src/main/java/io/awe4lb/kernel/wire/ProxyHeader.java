package io.awe4lb.kernel.wire;

import io.awe4lb.spi.Client;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy tells the next of a connection that it passes on: the PROXY protocol
 * (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt), version 1 or 2.
 *
 * @param source the client's end, {@link Client#local()} on a Unix socket; null if that is not told: then it is the end that sends
 * @param destination what the client asked for, as an address alone; null as well
 * @param details what else is told; of version 1 nothing
 */
public record ProxyHeader(@Nullable Client source, @Nullable Client destination, ProxyDetails details) {

    /** Bytes that one may take, its addresses and all that stands behind them included. */
    public static final int MOST = ProxyV2.MOST;

    /** Of a stream that begins without one, and of one that says that its sender speaks for itself. */
    public static final ProxyHeader NONE = new ProxyHeader(null, null, ProxyDetails.NONE);

    /**
     * Reads one, in however many pieces it comes.
     *
     * @param bytes all that came, one or more, from position to limit; stays as it is
     * @param takesV1 whether it may be of version 1
     * @param takesV2 whether it may be of version 2
     * @return complete with no length if the bytes are no such header's begin; needs {@link #MOST} bytes at most
     */
    public static Parsed<ProxyHeader> read(ByteBuffer bytes, boolean takesV1, boolean takesV2) {
        ByteBuffer stream = bytes.slice();
        try {
            if (canBegin(stream, ProxyV2.SIGNATURE)) {
                return read(stream, ProxyV2.SIGNATURE, takesV2, ProxyV2::read,
                        "a PROXY header of version 2, where only version 1 is taken");
            }
            if (canBegin(stream, ProxyV1.SIGNATURE)) {
                return read(stream, ProxyV1.SIGNATURE, takesV1, ProxyV1::read,
                        "a PROXY header of version 1, where only version 2 is taken");
            }
            return new Parsed.Complete<>(NONE, 0);
        } catch (MalformedException wrong) {
            return new Parsed.Invalid<>(wrong.reason(), false);
        }
    }

    /**
     * Reads one that stands in front of what a datagram carries. It is of version 2: that of 1 is for streams.
     *
     * @param bytes the whole datagram, from position to limit; stays as it is
     * @return complete with no length if there is none; never incomplete
     */
    public static Parsed<ProxyHeader> ofDatagram(ByteBuffer bytes) {
        ByteBuffer datagram = bytes.slice();
        if (datagram.limit() < ProxyV2.SIGNATURE.length || !canBegin(datagram, ProxyV2.SIGNATURE)) {
            return new Parsed.Complete<>(NONE, 0);
        }
        try {
            Parsed<ProxyHeader> read = ProxyV2.read(datagram);
            return read instanceof Parsed.Incomplete<ProxyHeader>(var needed)
                    ? new Parsed.Invalid<>("a PROXY header of %d bytes or more in a datagram of %d".formatted(needed, datagram.limit()),
                            false)
                    : read;
        } catch (MalformedException wrong) {
            return new Parsed.Invalid<>(wrong.reason(), false);
        }
    }

    private static boolean canBegin(ByteBuffer stream, byte[] signature) {
        int there = Math.min(stream.limit(), signature.length);
        for (int i = 0; i < there; i++) {
            if (stream.get(i) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    private interface Reader {
        Parsed<ProxyHeader> read(ByteBuffer stream) throws MalformedException;
    }

    private static Parsed<ProxyHeader> read(ByteBuffer stream, byte[] signature, boolean isTaken, Reader reader, String otherwise)
            throws MalformedException {
        if (stream.limit() < signature.length) {
            return new Parsed.Incomplete<>(stream.limit() + 1); // a single byte may show that it is something else
        }
        if (!isTaken) {
            throw MalformedException.other(otherwise);
        }
        return reader.read(stream);
    }

    /**
     * Writes it in version 1, {@code UNKNOWN} where no addresses are told.
     *
     * @param target with room for {@link ProxyV1#MOST} bytes
     */
    public void writeV1(ByteBuffer target) {
        ProxyV1.write(this, target);
    }

    /**
     * Writes it in version 2, with a checksum and without addresses where none are told.
     *
     * @param target with room for {@link #MOST} bytes
     * @param isOfDatagrams whether the client speaks UDP
     */
    public void writeV2(ByteBuffer target, boolean isOfDatagrams) {
        ProxyV2Writer.write(this, target, isOfDatagrams);
    }
}
