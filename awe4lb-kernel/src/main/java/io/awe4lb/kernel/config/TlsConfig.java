package io.awe4lb.kernel.config;

import io.awe4lb.spi.TlsEngineProvider;
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
 */
public record TlsConfig(ProviderConfig<TlsEngineProvider> engine, List<CertificateConfig> certificates, List<String> versions,
        List<String> ciphers, List<String> protocols, Optional<ClientAuthConfig> clientAuth) {}
