package io.awe4lb.spi;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How to speak TLS with those who come for one name. Immutable.
 *
 * @param identities one or more, of different kinds of keys: which one a client gets is up to what it can verify
 * @param versions that may be agreed, for example {@code TLSv1.3}; one or more, the oldest first
 * @param ciphers that may be agreed, as IANA names them, the best first; empty: what is safe today
 * @param protocols that may be agreed by ALPN, the best first, a character a byte; empty: none is
 */
public record TlsSettings(List<Identity> identities, List<String> versions, List<String> ciphers, List<String> protocols) {

    /** Copies the lists. */
    public TlsSettings {
        identities = List.copyOf(identities);
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
        protocols = List.copyOf(protocols);
    }

    /**
     * A certificate with its key.
     *
     * @param chain the certificate first, then those above it
     * @param key the certificate's
     */
    public record Identity(List<X509Certificate> chain, PrivateKey key) {

        /** Copies the list. */
        public Identity {
            chain = List.copyOf(chain);
        }
    }
}
