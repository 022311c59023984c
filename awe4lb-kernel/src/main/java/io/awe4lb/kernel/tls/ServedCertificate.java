package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.IssuedConfig;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that clients get, or backends.
 *
 * @param file that it was read from, or where the one of an issuer is kept
 * @param certificate without those above it
 * @param wanted of whom it is; empty: of a file that somebody else looks after
 * @param isPlaceholder whether the issuer has not given one yet, and clients get one that nobody trusts
 */
public record ServedCertificate(Path file, X509Certificate certificate, Optional<IssuedConfig> wanted, boolean isPlaceholder) {

    /**
     * Whom it is for.
     *
     * @return names and addresses, in lower case
     */
    public List<String> names() {
        return CertificateNames.of(certificate).hosts();
    }
}
