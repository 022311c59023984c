package io.awe4lb.kernel.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** What authorities have revoked (RFC 5280, section 5). A list that is over counts for nothing: its authority's certificates are refused. Immutable. */
final class RevocationLists {

    static final RevocationLists NONE = new RevocationLists(List.of());

    private final List<X509CRL> lists;

    private RevocationLists(List<X509CRL> lists) {
        this.lists = lists;
    }

    /**
     * @param text PEM or DER, a character a byte
     * @throws IOException with a sentence
     */
    static RevocationLists of(String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        List<X509CRL> lists;
        try {
            lists = CertificateFactory.getInstance("X.509").generateCRLs(bytes).stream().map(X509CRL.class::cast).toList();
        } catch (GeneralSecurityException broken) {
            throw new IOException("it is no list of revoked certificates: " + broken.getMessage(), broken);
        }
        if (lists.isEmpty()) {
            throw new IOException("there is no list of revoked certificates in it: one begins with -----BEGIN X509 CRL-----");
        }
        for (X509CRL list : lists) {
            if (list.getNextUpdate() == null) {
                throw new IOException("the list of %s does not say until when it holds (nextUpdate, RFC 5280)".formatted(issuer(list)));
            }
        }
        return new RevocationLists(lists);
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    /** For Java's check of a chain. */
    CertStore store() throws GeneralSecurityException {
        return CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists));
    }

    /**
     * Looks for a certificate in the lists, whose signatures were checked when the chain was.
     *
     * @throws CertificateException with a sentence, if it is revoked, or the lists of its authority are over
     */
    void check(X509Certificate certificate, Instant now) throws CertificateException {
        List<X509CRL> ofIssuer = lists.stream().filter(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
        for (X509CRL list : ofIssuer) {
            if (list.isRevoked(certificate)) {
                throw new CertificateException(
                        "the certificate of %s is revoked".formatted(certificate.getSubjectX500Principal().getName()));
            }
        }
        if (!ofIssuer.isEmpty() && ofIssuer.stream().allMatch(list -> isOver(list, now))) {
            throw new CertificateException("the list of what %s has revoked is over".formatted(issuer(ofIssuer.getFirst())));
        }
    }

    /** Authorities of which every list is over, in a sentence; empty if there is none. */
    Optional<String> over(Instant now) {
        List<X500Principal> valid = lists.stream().filter(list -> !isOver(list, now)).map(X509CRL::getIssuerX500Principal).toList();
        return lists.stream().filter(list -> !valid.contains(list.getIssuerX500Principal())).findFirst()
                .map(list -> "the list of what %s has revoked is over since %s".formatted(issuer(list), list.getNextUpdate().toInstant()));
    }

    private static boolean isOver(X509CRL list, Instant now) {
        return !now.isBefore(list.getNextUpdate().toInstant());
    }

    private static String issuer(X509CRL list) {
        return list.getIssuerX500Principal().getName();
    }
}
