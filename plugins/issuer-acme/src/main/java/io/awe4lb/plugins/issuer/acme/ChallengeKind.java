package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.CertificateIssuer.Proof;

/** How an authority sees that a name belongs to whoever asks. */
enum ChallengeKind {
    /** RFC 8555, section 8.3. */
    HTTP_01("http-01", Proof.HTTP, "has to reach a listener with 'acmeChallenges: true' at the name's address on port 80"),
    /** RFC 8737. */
    TLS_ALPN_01("tls-alpn-01", Proof.TLS, "has to reach a listener whose TLS ends here at the name's address on port 443");

    private final String type;
    private final Proof proof;
    private final String needs;

    ChallengeKind(String type, Proof proof, String needs) {
        this.type = type;
        this.proof = proof;
        this.needs = needs;
    }

    String type() {
        return type;
    }

    Proof proof() {
        return proof;
    }

    /** What has to be so for it, in words that follow "the authority". */
    String needs() {
        return needs;
    }
}
