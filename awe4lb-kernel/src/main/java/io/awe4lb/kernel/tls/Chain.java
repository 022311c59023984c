package io.awe4lb.kernel.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * A server's certificate and those above it, each signed by the next one.
 *
 * @param certificates in that order, the server's own first
 * @param inFile all that the file has, in its order
 */
record Chain(List<X509Certificate> certificates, List<X509Certificate> inFile) {

    /** Copies the lists. */
    Chain {
        certificates = List.copyOf(certificates);
        inFile = List.copyOf(inFile);
    }

    /** @param inFile one or more, the server's own first, the others in any order */
    static Chain of(List<X509Certificate> inFile) {
        List<X509Certificate> rest = new ArrayList<>(inFile);
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(rest.getFirst());
        while (next.isPresent()) {
            X509Certificate found = next.get();
            rest.removeIf(found::equals);
            chain.add(found);
            next = rest.stream().filter(other -> hasSigned(other, found)).findFirst();
        }
        return new Chain(chain, inFile);
    }

    private static boolean hasSigned(X509Certificate above, X509Certificate below) {
        return !isRoot(below) && above.getSubjectX500Principal().equals(below.getIssuerX500Principal());
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** Certificates of the file that clients do not get, because none of the chain is signed by them. */
    List<X509Certificate> strangers() {
        return inFile.stream().filter(certificate -> !certificates.contains(certificate)).toList();
    }

    boolean isInOrder() {
        return inFile.stream().filter(certificates::contains).distinct().toList().equals(certificates);
    }

    /** Who has signed the last one; empty if that is a root. */
    Optional<X500Principal> missing() {
        X509Certificate last = certificates.getLast();
        return isRoot(last) ? Optional.empty() : Optional.of(last.getIssuerX500Principal());
    }
}
