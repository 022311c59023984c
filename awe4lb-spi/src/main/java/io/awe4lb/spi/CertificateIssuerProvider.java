package io.awe4lb.spi;

/** Makes {@linkplain CertificateIssuer issuers} of certificates: one for each entry of {@code issuers} that names its type. */
public non-sealed interface CertificateIssuerProvider extends Provider {

    /**
     * Makes one issuer. Called when a configuration is read, only to learn whether the options fit together, and again when it is applied;
     * takes nothing of the system and must not block. Classes of a library are best left alone until they are needed.
     *
     * @param options validated values of {@link #options()}
     * @return an issuer of its own
     * @throws IllegalArgumentException with a sentence for the user when the options do not fit together: the configuration is refused
     */
    CertificateIssuer create(Options options);
}
