package io.awe4lb.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a client opens a connection with: which protocol it speaks, by its first bytes. Each knows its own alone; they exclude each other.
 * Pure functions of a buffer.
 */
public enum Opening {
    /** A record of TLS with a handshake in it (RFC 8446, section 5.1). */
    TLS {
        @Override
        Match match(ByteBuffer bytes) {
            return Match.begin(bytes, RECORD);
        }
    },
    /** The identification of SSH (RFC 4253, section 4.2), with which clients do not wait for that of the server. */
    SSH {
        @Override
        Match match(ByteBuffer bytes) {
            return Match.begin(bytes, SSH_NAME);
        }
    },
    /** A request of HTTP/1 in clear: a method, then a space (RFC 9112, section 3). */
    HTTP {
        @Override
        Match match(ByteBuffer bytes) {
            return HttpRequest.match(bytes);
        }
    },
    /** The first packet of PostgreSQL: a wish for TLS or GSSAPI, the wish to cancel a query, or the start itself. */
    POSTGRES {
        @Override
        Match match(ByteBuffer bytes) {
            return PostgresStart.match(bytes);
        }
    };

    /** A handshake of a version whose first byte is 3, as all of today are. */
    private static final byte[] RECORD = {22, 3};

    private static final byte[] SSH_NAME = "SSH-".getBytes(StandardCharsets.US_ASCII);

    /** How far the bytes that have come are an opening. */
    enum Match {
        /** They are. */
        YES,
        /** They are not, whatever comes. */
        NO,
        /** They may become one. */
        MORE;

        /** Of a fixed begin. */
        static Match begin(ByteBuffer bytes, byte[] begin) {
            int common = Math.min(bytes.remaining(), begin.length);
            for (int i = 0; i < common; i++) {
                if (bytes.get(bytes.position() + i) != begin[i]) {
                    return NO;
                }
            }
            return common == begin.length ? YES : MORE;
        }
    }

    abstract Match match(ByteBuffer bytes);

    /**
     * Tells which one it is.
     *
     * @param bytes all that came, from position to limit, at least one; stays as it is
     * @return invalid if it is none of them
     */
    public static Parsed<Opening> read(ByteBuffer bytes) {
        boolean mayBecome = false;
        for (Opening opening : values()) {
            switch (opening.match(bytes)) {
                case YES -> {
                    return new Parsed.Complete<>(opening, 0);
                }
                case MORE -> mayBecome = true;
                case NO -> {}
            }
        }
        return mayBecome ? new Parsed.Incomplete<>(bytes.remaining() + 1)
                : new Parsed.Invalid<>("neither TLS nor HTTP, SSH or PostgreSQL", false);
    }
}
