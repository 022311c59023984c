package io.awe4lb.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives certificates for names. When to ask, what is kept and who gets a certificate is the kernel's business; how an authority is asked
 * is that of the issuer. The kernel asks for one certificate at a time.
 */
public interface CertificateIssuer {

    /** How an authority finds out that a name belongs to whoever asks: what it asks the name's address for. */
    enum Proof {
        /** An answer to a request for {@code /.well-known/acme-challenge/TOKEN}, by HTTP on port 80 (RFC 8555, section 8.3). */
        HTTP,
        /** A certificate, shown in a handshake of the protocol {@code acme-tls/1} on port 443 (RFC 8737). */
        TLS
    }

    /**
     * Who signs. Certificates, and what was kept, are used as long as this is the same.
     *
     * @return for example the address of the authority's directory; the same at each call
     */
    String authority();

    /**
     * What the authority may ask for.
     *
     * @return empty if it takes the issuer's word; the same at each call
     */
    Set<Proof> proofs();

    /**
     * Whether it gives certificates for some names. Asked when a configuration is read; must not block.
     *
     * @param names for one certificate, one or more, in lower case and letters of ASCII
     * @return why it does not, in a sentence that says what to do; empty: it may
     */
    default Optional<String> refusal(List<String> names) {
        return Optional.empty();
    }

    /**
     * Has a certificate issued. On a virtual thread; blocks until it is there, and is interrupted when nobody wants it any more.
     *
     * @param order what is wanted, and how to prove that it may be given
     * @return certificate, those above it, and a new key
     * @throws IssuingException if it is not given now; what was given before goes on
     * @throws InterruptedException if nobody wants it any more
     */
    TlsSettings.Identity issue(CertificateOrder order) throws IssuingException, InterruptedException;
}
