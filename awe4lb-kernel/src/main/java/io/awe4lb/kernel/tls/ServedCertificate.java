package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.config.CertificateConfig;
import io.awe4lb.spi.TlsSettings.Identity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate that clients get, or backends.
 *
 * @param file that it was read from
 * @param certificate without those above it
 * @param names that it is for, in lower case
 */
public record ServedCertificate(Path file, X509Certificate certificate, List<String> names) {

    static ServedCertificate of(CertificateConfig config, Identity identity) {
        X509Certificate own = identity.chain().getFirst();
        return new ServedCertificate(config.cert(), own, CertificateNames.of(own).hosts());
    }
}
