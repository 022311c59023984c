package io.awe4lb.kernel.config;

import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsSettings.Sessions;
import java.util.List;
import java.util.Optional;

/**
 * TLS that ends at a listener.
 *
 * @param engine makes the engines
 * @param certificates one or more, picked by the name that a client asks for; the first one is for those who ask for none of them
 * @param versions that may be agreed, the oldest first; one or more
 * @param ciphers that may be agreed, as IANA names them, the best first; empty: those of the engine
 * @param protocols that may be agreed by ALPN, the best first; empty: none is
 * @param clientAuth whom clients have to be; empty: they are not asked
 * @param prefersOwnCiphers whether the order of {@code ciphers} counts, and not the client's
 * @param sessions which of them clients can resume
 * @param staples whether authorities are asked what they say of the certificates, for clients
 */
public record TlsConfig(ProviderConfig<TlsEngineProvider> engine, List<CertificateSource> certificates, List<String> versions,
        List<String> ciphers, List<String> protocols, Optional<ClientAuthConfig> clientAuth, boolean prefersOwnCiphers, Sessions sessions,
        boolean staples) {

    /**
     * With its own order of cipher suites, and sessions as they are usual.
     *
     * @param engine as above
     * @param certificates as above
     * @param versions as above
     * @param ciphers as above
     * @param protocols as above
     * @param clientAuth as above
     */
    public TlsConfig(ProviderConfig<TlsEngineProvider> engine, List<CertificateSource> certificates, List<String> versions,
            List<String> ciphers, List<String> protocols, Optional<ClientAuthConfig> clientAuth) {
        this(engine, certificates, versions, ciphers, protocols, clientAuth, true, Sessions.USUAL, false);
    }
}
