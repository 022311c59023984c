package io.awe4lb.plugins.issuer.acme;

/** Kinds of keys that certificates are for. */
enum KeyKind {
    /** On the curve P-256. */
    EC,
    /** 2048 bits. */
    RSA
}
