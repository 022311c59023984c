package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.net.TruncatedException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What a handshake with a backend that came to nothing means, and what can be done about it. */
public final class HandshakeFailure {

    /** Deeper than any exception of an engine nests. */
    private static final int MOST_CAUSES = 10;

    private HandshakeFailure() {}

    /**
     * Says it for an operator.
     *
     * @param failure of a handshake
     * @return a sentence about the backend, without a full stop
     */
    public static String sentence(IOException failure) {
        Optional<String> distrust = distrust(failure);
        if (distrust.isPresent()) {
            return "TLS failed: " + distrust.get();
        }
        if (failure instanceof TruncatedException) {
            return "TLS failed: it closed the connection during the handshake: does it speak TLS on this port?";
        }
        String words = String.valueOf(failure.getMessage());
        return failure instanceof SSLException ? "TLS failed: " + words + hint(words.toLowerCase(Locale.ROOT).replace('_', ' '))
                : "it broke the connection during the TLS handshake: " + words;
    }

    private static Optional<String> distrust(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof Distrust distrust) {
                return Optional.of(String.valueOf(distrust.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** Engines have words of their own for the same. @param words in lower case, without underscores */
    private static String hint(String words) {
        if (words.contains("unsupported or unrecognized") || words.contains("wrong version number")) {
            return ": what listens there does not speak TLS";
        }
        if (words.contains("certificate")) {
            return ": it does not like the certificate that it was shown, or wants one: see 'certificate' in the pool's tls";
        }
        if (words.contains("unrecognized name")) {
            return ": it does not know the name that it was asked for: see 'sni' in the pool's tls";
        }
        if (words.contains("protocol version") || words.contains("handshake failure")) {
            return ": it agrees on no version or cipher suite: see 'minVersion' and 'ciphers' in the pool's tls";
        }
        return words.contains("no application protocol")
                ? ": it speaks none of the protocols that it was offered: see 'alpn' in the pool's tls"
                : "";
    }
}
