package io.awe4lb.spi;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How to speak TLS with those who come for one name. Immutable.
 *
 * @param identities one or more, of different kinds of keys: which one a client gets is up to what it can verify
 * @param versions that may be agreed, for example {@code TLSv1.3}; one or more, the oldest first
 * @param ciphers that may be agreed, as IANA names them, the best first; empty: what is safe today
 * @param protocols that may be agreed by ALPN, the best first, a character a byte; empty: none is
 * @param clientAuth whom clients have to be; empty: they are not asked
 * @param prefersOwnCiphers whether of the suites that both sides have the first one of {@code ciphers} is agreed; else the client's first one
 * @param sessions which of them clients can resume
 */
public record TlsSettings(List<Identity> identities, List<String> versions, List<String> ciphers, List<String> protocols,
        Optional<ClientAuth> clientAuth, boolean prefersOwnCiphers, Sessions sessions) {

    /** Copies the lists. */
    public TlsSettings {
        identities = List.copyOf(identities);
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
        protocols = List.copyOf(protocols);
    }

    /**
     * Of clients that are not asked who they are.
     *
     * @param identities as above
     * @param versions as above
     * @param ciphers as above
     * @param protocols as above
     */
    public TlsSettings(List<Identity> identities, List<String> versions, List<String> ciphers, List<String> protocols) {
        this(identities, versions, ciphers, protocols, Optional.empty());
    }

    /**
     * With its own order of cipher suites, and sessions as they are usual.
     *
     * @param identities as above
     * @param versions as above
     * @param ciphers as above
     * @param protocols as above
     * @param clientAuth as above
     */
    public TlsSettings(List<Identity> identities, List<String> versions, List<String> ciphers, List<String> protocols,
            Optional<ClientAuth> clientAuth) {
        this(identities, versions, ciphers, protocols, clientAuth, true, Sessions.USUAL);
    }

    /**
     * Which sessions clients can resume. What was agreed once spares both sides a signature.
     *
     * @param tickets whether clients are given sessions to keep, sealed with keys that all loops share and that are replaced within a day
     * @param kept how many sessions at most are kept here, for clients that take no tickets; 0: none
     */
    public record Sessions(boolean tickets, int kept) {

        /** Tickets alone: nothing is kept for clients who may come back. */
        public static final Sessions USUAL = new Sessions(true, 0);

        /**
         * Counts what is kept.
         *
         * @throws IllegalArgumentException if that is less than none
         */
        public Sessions {
            if (kept < 0) {
                throw new IllegalArgumentException("less than no session is kept: " + kept);
            }
        }
    }

    /**
     * A certificate with its key.
     *
     * @param chain the certificate first, then those above it
     * @param key the certificate's
     * @param staple what the certificate's authority has said of it, to be shown with it to clients that ask: an answer of OCSP in DER (RFC
     *     6066, section 8); empty: nothing. An engine that {@linkplain TlsEngineProvider#staples() staples} nothing leaves it alone
     */
    public record Identity(List<X509Certificate> chain, PrivateKey key, Optional<byte[]> staple) {

        /** Copies the list. */
        public Identity {
            chain = List.copyOf(chain);
        }

        /**
         * Of which its authority has said nothing.
         *
         * @param chain as above
         * @param key as above
         */
        public Identity(List<X509Certificate> chain, PrivateKey key) {
            this(chain, key, Optional.empty());
        }
    }

    /**
     * Clients are asked for a certificate. A session may be resumed only with the {@link TlsServer} that it began with, and then still knows
     * the client's certificates: the kernel looks at them again.
     *
     * @param required whether a client without one is refused; one with a certificate that is not trusted always is
     * @param trust says whether it is trusted, and of which authorities the clients are told that they are awaited; asked within the
     *     handshake, takes time but waits for nobody
     */
    public record ClientAuth(boolean required, X509ExtendedTrustManager trust) {}
}
