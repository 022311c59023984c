package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Says what speaks where TLS should: whoever looks for the mistake wants to know. */
final class Stranger {

    private static final int LONGEST_WORD = 8;
    private static final int SSL2_LENGTH = 0x80;
    private static final List<String> HTTP =
            List.of("GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "PATCH ", "TRACE ", "PRI * ");

    private Stranger() {}

    static MalformedException of(ByteBuffer stream) {
        byte[] first = new byte[Math.min(LONGEST_WORD, stream.limit())];
        stream.get(0, first);
        String word = new String(first, StandardCharsets.ISO_8859_1);
        if (HTTP.stream().anyMatch(method -> word.startsWith(method) || first.length < method.length() && method.startsWith(word))) {
            return MalformedException.other("HTTP without TLS");
        }
        if (word.startsWith("SSH-")) {
            return MalformedException.other("SSH");
        }
        if (word.startsWith("PROXY ") || word.startsWith("\r\n\r\n\0\r\n")) {
            return MalformedException.other("a PROXY header");
        }
        boolean isSsl2 = first.length > 2 && (first[0] & SSL2_LENGTH) != 0 && first[2] == 1;
        return MalformedException.other(isSsl2 ? "SSL 2" : "something that is not TLS");
    }
}
