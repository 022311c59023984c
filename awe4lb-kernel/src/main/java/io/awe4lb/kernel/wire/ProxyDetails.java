package io.awe4lb.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a PROXY header of version 2 tells beside addresses (sections 2.2.1 to 2.2.6).
 *
 * @param authority the server that the client asks for, in lower case and without a dot at its end; empty if that is not told
 * @param protocol that was agreed with the client (ALPN), a character a byte; empty as well
 * @param uniqueId of the connection, a character a byte; empty as well
 * @param tls of the client's own connection; null if that is not told
 */
public record ProxyDetails(String authority, String protocol, String uniqueId, @Nullable ProxyTls tls) {

    /** Nothing. */
    public static final ProxyDetails NONE = new ProxyDetails("", "", "", null);

    /** Bytes of the longest unique id (section 2.2.5). */
    public static final int LONGEST_ID = 128;

    /**
     * The unique id, for people.
     *
     * @return as it is if all of it can be shown, else {@code 0x} and hexadecimal digits; empty if it is not told
     */
    public String idText() {
        boolean isText = uniqueId.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return isText ? uniqueId : "0x" + HexFormat.of().formatHex(uniqueId.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Whether somebody has read already what the client says at the begin of TLS.
     *
     * @return false if nothing of it is told
     */
    public boolean tellHello() {
        return !authority.isEmpty() || !protocol.isEmpty() || tls != null && tls.isSecure();
    }
}
