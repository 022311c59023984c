package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.BackendTlsConfig;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsSettings.Identity;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a pool goes to its backends with, as its files said when they were read. Immutable; compared by identity.
 *
 * @param config of the pool
 * @param authorities whom it trusts; empty: it takes whoever is there
 * @param identity that it shows; empty: none
 * @param clock says which certificates are over
 */
record Outfit(BackendTlsConfig config, Optional<Authorities> authorities, Optional<Identity> identity, InstantSource clock) {

    /** @throws GeneralSecurityException with a sentence, if the engine cannot speak so */
    Engines engines(BackendSpec backend, List<String> protocols) throws GeneralSecurityException {
        TlsEngineProvider engine = config.engine().provider();
        TlsClientSettings settings = settings(backend, protocols);
        return new Engines(() -> engine.client(settings));
    }

    TlsClientSettings settings(BackendSpec backend, List<String> protocols) {
        Optional<String> host = host(backend.address());
        Optional<String> wanted = backend.sni().or(config::sni);
        Optional<String> asked = wanted.or(() -> host.filter(name -> CertificateNames.address(name).isEmpty()));
        X509ExtendedTrustManager trust = authorities
                .<X509ExtendedTrustManager>map(
                        known -> new BackendTrust(known, config.name().or(() -> wanted).or(() -> host), clock))
                .orElseGet(BlindTrust::new);
        return new TlsClientSettings(trust, asked, identity, config.versions(), config.ciphers(), protocols, config.sessionReuse());
    }

    private static Optional<String> host(Address address) {
        return address instanceof Address.Inet(var host, _) ? Optional.of(host) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
