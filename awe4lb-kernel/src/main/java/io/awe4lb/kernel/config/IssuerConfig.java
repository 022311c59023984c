package io.awe4lb.kernel.config;

import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.CertificateIssuerProvider;

/**
 * Somebody who gives certificates.
 *
 * @param id key in the configuration
 * @param provider chosen, with its options
 */
public record IssuerConfig(String id, ProviderConfig<CertificateIssuerProvider> provider) {

    /**
     * Makes the issuer. Takes nothing of the system.
     *
     * @return another one at each call
     */
    public CertificateIssuer create() {
        return provider.provider().create(provider.options());
    }
}
