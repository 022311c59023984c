package io.awe4lb.kernel.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Clients show a certificate. The files are not looked at when the configuration is read.
 *
 * @param mode what happens to those who have none
 * @param ca PEM, the authorities whose certificates are trusted
 * @param crl PEM or DER, what these have revoked; empty: nobody looks
 */
public record ClientAuthConfig(Mode mode, Path ca, Optional<Path> crl) {

    /** What happens to a client that has no certificate. One with a certificate that is not trusted is always refused. */
    public enum Mode {
        /** It is refused. */
        REQUIRED,
        /** It is served. */
        OPTIONAL
    }
}
