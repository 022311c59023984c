package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what a PROXY header tells of the client's TLS (section 2.2.6). */
final class TlsDetailsReader {

    static final int VERSION = 0x21;
    static final int COMMON_NAME = 0x22;
    static final int CIPHER = 0x23;
    static final int SIGNATURE = 0x24;
    static final int KEY = 0x25;

    /** One byte for what is there, and 32 bits for whether it is in order. */
    static final int HEAD = 1 + Integer.BYTES;

    private String version = "";
    private String commonName = "";
    private String cipher = "";
    private String signature = "";
    private String key = "";

    private TlsDetailsReader() {}

    static ProxyTls read(ByteBuffer value) throws MalformedException {
        ProxyV2.require(value.remaining() >= HEAD, "a PROXY header that tells of TLS and breaks off");
        int client = value.get() & 0xFF;
        int verify = value.getInt();
        var reader = new TlsDetailsReader();
        reader.pairs(value);
        return new ProxyTls(client, verify, reader.version, reader.commonName, reader.cipher, reader.signature, reader.key);
    }

    private void pairs(ByteBuffer pairs) throws MalformedException {
        while (pairs.hasRemaining()) {
            int type = Tlv.type(pairs);
            ByteBuffer value = Tlv.value(pairs);
            switch (type) {
                case VERSION -> version = word(value);
                case COMMON_NAME -> commonName = DetailsReader.text(value, StandardCharsets.UTF_8);
                case CIPHER -> cipher = word(value);
                case SIGNATURE -> signature = word(value);
                case KEY -> key = word(value);
                default -> {
                    // such as the certificate itself
                }
            }
        }
    }

    private static String word(ByteBuffer value) throws MalformedException {
        String word = DetailsReader.text(value, StandardCharsets.ISO_8859_1);
        ProxyV2.require(word.chars().allMatch(c -> c > ' ' && c < 0x7F), "a PROXY header with a word of TLS that is none");
        return word;
    }
}
