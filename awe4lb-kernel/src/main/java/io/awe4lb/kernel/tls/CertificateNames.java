package io.awe4lb.kernel.tls;

import io.awe4lb.spi.TlsSettings.Identity;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names that a certificate is for (RFC 6125): those of its extension; none of them stands in its subject any more. */
final class CertificateNames {

    private static final int DNS = 2;

    private CertificateNames() {}

    /** @return in lower case, a wildcard as it stands; empty if it is for none */
    static List<String> of(Identity identity) {
        X509Certificate certificate = identity.chain().getFirst();
        try {
            Collection<List<?>> names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
            return names.stream().filter(name -> name.getFirst().equals(DNS)).map(name -> ((String) name.get(1)).toLowerCase(Locale.ROOT))
                    .toList();
        } catch (CertificateParsingException broken) {
            throw new IllegalArgumentException("the names of the certificate cannot be read: " + broken.getMessage(), broken);
        }
    }
}
