package io.awe4lb.kernel.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What clients may object to in a certificate that can be served. */
final class CertificateWarnings {

    /** AuthorityInfoAccess of RFC 5280, section 4.2.2.1, and the object identifier of caIssuers in it. */
    private static final String AUTHORITY = "1.3.6.1.5.5.7.1.1";

    private static final String ISSUERS = new String(HexFormat.of().parseHex("06082b06010505073002"), StandardCharsets.ISO_8859_1);

    private static final Duration LONGEST_END = Duration.ofDays(14);

    private CertificateWarnings() {}

    /** @return of what does not change with time, in sentences that name the file */
    static List<String> of(Path file, Chain chain) {
        List<String> warnings = new ArrayList<>();
        for (X509Certificate stranger : chain.strangers()) {
            warnings.add(
                    "%s: clients do not get the certificate of %s: none of the others is signed by it".formatted(file, name(stranger)));
        }
        if (!chain.isInOrder()) {
            warnings.add("%s: clients get its certificates in another order, each signed by the next one: write them so".formatted(file));
        }
        missing(chain)
                .ifPresent(issuer -> warnings.add(("%s: the certificate of %s, which has signed the last one, is neither in the file nor"
                        + " one that systems know: put it there, or clients may not trust it").formatted(file, issuer.getName())));
        return warnings;
    }

    /** A certificate of an authority of one's own needs nothing above it; one that says where to find its issuer's is of a public one. */
    private static Optional<X500Principal> missing(Chain chain) {
        return chain.missing().filter(_ -> saysWhereToFindIssuers(chain.certificates().getLast()))
                .filter(issuer -> !roots().contains(issuer));
    }

    private static boolean saysWhereToFindIssuers(X509Certificate certificate) {
        byte[] places = certificate.getExtensionValue(AUTHORITY);
        return places != null && new String(places, StandardCharsets.ISO_8859_1).contains(ISSUERS);
    }

    private static Set<X500Principal> roots() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore ofSystem = null;
            factory.init(ofSystem);
            TrustManager manager = factory.getTrustManagers()[0];
            return Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()).map(X509Certificate::getSubjectX500Principal)
                    .collect(Collectors.toSet());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the roots that this runtime trusts cannot be read", broken);
        }
    }

    /** @return of what is true now, in sentences that name the file */
    static List<String> of(Path file, List<X509Certificate> chain, Instant now) {
        List<String> warnings = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                warnings.add("%s: the certificate of %s is over since %s: clients do not trust it".formatted(file, name(certificate),
                        certificate.getNotAfter().toInstant()));
            } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
                warnings.add("%s: the certificate of %s is not valid before %s: clients do not trust it".formatted(file, name(certificate),
                        certificate.getNotBefore().toInstant()));
            } else if (isNearItsEnd(certificate, now)) {
                warnings.add("%s: the certificate of %s is valid until %s only: renew it".formatted(file, name(certificate),
                        certificate.getNotAfter().toInstant()));
            }
        }
        return warnings;
    }

    /** The last sixth of its life, at most two weeks: whoever renews by a program has done so long before. */
    private static boolean isNearItsEnd(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration sixth = Duration.between(certificate.getNotBefore().toInstant(), end).dividedBy(6);
        Duration soon = sixth.compareTo(LONGEST_END) < 0 ? sixth : LONGEST_END;
        return now.plus(soon).isAfter(end);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
