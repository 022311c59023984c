package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the pairs of type and value that follow the addresses of a PROXY header (section 2.2.1). */
final class DetailsReader {

    static final int ALPN = 0x01;
    static final int AUTHORITY = 0x02;
    static final int CRC32C = 0x03;
    static final int UNIQUE_ID = 0x05;
    static final int SSL = 0x20;

    private static final int LONGEST_NAME = 255;

    private String authority = "";
    private String protocol = "";
    private String uniqueId = "";
    private @Nullable ProxyTls tls;
    private int checksumAt = -1;

    /** @param pairs from position to limit, in a buffer that begins with the header */
    void read(ByteBuffer pairs) throws MalformedException {
        while (pairs.hasRemaining()) {
            int type = Tlv.type(pairs);
            ByteBuffer value = Tlv.value(pairs);
            switch (type) {
                case ALPN -> protocol = once(protocol, protocol(value), "protocols");
                case AUTHORITY -> authority = once(authority, name(value), "names of a server");
                case UNIQUE_ID -> uniqueId = once(uniqueId, id(value), "unique ids");
                case CRC32C -> {
                    ProxyV2.require(checksumAt < 0 && value.remaining() == Integer.BYTES,
                            "a PROXY header with a checksum that is not of 4 bytes, or with two");
                    checksumAt = pairs.position() - Integer.BYTES;
                }
                case SSL -> {
                    ProxyV2.require(tls == null, "a PROXY header that tells twice of TLS");
                    tls = TlsDetailsReader.read(value);
                }
                default -> {
                    // of somebody who has an agreement with others
                }
            }
        }
    }

    private static String once(String known, String next, String what) throws MalformedException {
        ProxyV2.require(known.isEmpty(), "a PROXY header with two " + what);
        return next;
    }

    private static String protocol(ByteBuffer value) throws MalformedException {
        ProxyV2.require(value.remaining() <= LONGEST_NAME, "a PROXY header with a protocol of more than 255 bytes");
        return text(value, StandardCharsets.ISO_8859_1);
    }

    /** By the rule of a ClientHello: what was taken there is taken here. */
    private static String name(ByteBuffer value) throws MalformedException {
        String text = text(value, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        String trimmed = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean isPrintable = trimmed.chars().allMatch(c -> c > ' ' && c < 0x7F);
        ProxyV2.require(trimmed.length() <= LONGEST_NAME && isPrintable, "a PROXY header with the name of a server that cannot be one");
        return trimmed;
    }

    private static String id(ByteBuffer value) throws MalformedException {
        ProxyV2.require(value.remaining() <= ProxyDetails.LONGEST_ID, "a PROXY header with a unique id of more than 128 bytes");
        return text(value, StandardCharsets.ISO_8859_1);
    }

    static String text(ByteBuffer value, Charset charset) {
        return charset.decode(value).toString();
    }

    ProxyDetails details() {
        boolean isNothing = authority.isEmpty() && protocol.isEmpty() && uniqueId.isEmpty() && tls == null;
        return isNothing ? ProxyDetails.NONE : new ProxyDetails(authority, protocol, uniqueId, tls);
    }

    /** Where the checksum stands in the header; negative if there is none. */
    int checksumAt() {
        return checksumAt;
    }
}
