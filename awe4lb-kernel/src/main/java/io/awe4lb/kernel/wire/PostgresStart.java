package io.awe4lb.kernel.wire;

import io.awe4lb.kernel.wire.Opening.Match;
import java.nio.ByteBuffer;

/**
 * The first packet of a client of PostgreSQL: a length of four bytes, itself included, and a code of four bytes. Source: PostgreSQL's manual,
 * Message Formats; SSLRequest, GSSENCRequest, CancelRequest and StartupMessage.
 */
public final class PostgresStart {

    /** The wish for TLS: the server says {@link #WILLING} or not, in one byte, and then the handshake begins. */
    public static final int SSL_REQUEST = 80_877_103;

    /** Bytes of a wish for TLS. */
    public static final int REQUEST_LENGTH = 8;

    /** What a server says that speaks TLS. */
    public static final byte WILLING = 'S';

    /** What a server says that does not encrypt so: the client asks for something else, or goes on in clear. */
    public static final byte UNWILLING = 'N';

    private static final int GSS_REQUEST = 80_877_104;
    private static final int CANCEL_REQUEST = 80_877_102;
    private static final int CANCEL_LENGTH = 16;
    /** The length of a start is less: MAX_STARTUP_PACKET_LENGTH. */
    private static final int LONGEST_START = 10_000;
    private static final int PROTOCOL_3 = 3;

    private PostgresStart() {}

    static Match match(ByteBuffer bytes) {
        int at = bytes.position();
        int count = bytes.remaining();
        // the length has two zeros in front, and no other protocol here begins so
        if (bytes.get(at) != 0 || count > 1 && bytes.get(at + 1) != 0) {
            return Match.NO;
        }
        if (count < REQUEST_LENGTH) {
            return Match.MORE;
        }
        int length = bytes.getInt(at);
        int code = bytes.getInt(at + Integer.BYTES);
        boolean isKnown = switch (code) {
            case SSL_REQUEST, GSS_REQUEST -> length == REQUEST_LENGTH;
            case CANCEL_REQUEST -> length >= CANCEL_LENGTH;
            default -> code >>> Short.SIZE == PROTOCOL_3 && length > REQUEST_LENGTH && length <= LONGEST_START;
        };
        return isKnown ? Match.YES : Match.NO;
    }

    /**
     * Whether a client wishes to encrypt before it says anything else.
     *
     * @param bytes of a first packet, from the position
     * @return true for TLS
     */
    public static boolean isTlsWish(ByteBuffer bytes) {
        return bytes.getInt(bytes.position() + Integer.BYTES) == SSL_REQUEST;
    }

    /**
     * Whether a client wishes to encrypt by GSSAPI before it says anything else.
     *
     * @param bytes of a first packet, from the position
     * @return true for GSSAPI
     */
    public static boolean isGssWish(ByteBuffer bytes) {
        return bytes.getInt(bytes.position() + Integer.BYTES) == GSS_REQUEST;
    }
}
