package io.awe4lb.kernel.wire;

import io.awe4lb.spi.Client;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a client says in clear at the begin of TLS (RFC 8446, section 4.1.2) that tells where it wants to go.
 *
 * @param serverName {@link Client#serverName()}: in lower case, without a dot at its end; empty if the client names none
 * @param protocols that it offers (ALPN, RFC 7301), the one that it likes best first, a character a byte; empty if it offers none
 */
public record ClientHello(String serverName, List<String> protocols) {

    /** Bytes that one may take as it comes, the heads of its records included. */
    public static final int MOST = 64 * 1024;

    /** Of a client that says nothing of the kind. */
    public static final ClientHello NONE = new ClientHello("", List.of());

    /**
     * Reads one, in however many pieces and records it comes.
     *
     * @param bytes all that came, from position to limit; stays as it is
     * @return needs {@link #MOST} bytes at most
     */
    public static Parsed<ClientHello> read(ByteBuffer bytes) {
        try {
            return HandshakeMessage.read(bytes.slice());
        } catch (MalformedException wrong) {
            return new Parsed.Invalid<>(wrong.reason(), wrong.isTls());
        }
    }
}
