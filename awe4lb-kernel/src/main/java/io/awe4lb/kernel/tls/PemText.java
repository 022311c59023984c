package io.awe4lb.kernel.tls;

import io.awe4lb.spi.TlsSettings.Identity;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Writes certificates and keys as text (RFC 7468). */
final class PemText {

    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final int WIDTH = 64;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(WIDTH, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemText() {}

    static String of(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n".formatted(label, LINES.encodeToString(der));
    }

    /** Certificate, those above it, and the key, in one text. @throws CertificateEncodingException if it has no encoding */
    static String of(Identity identity) throws CertificateEncodingException {
        var text = new StringBuilder();
        for (X509Certificate certificate : identity.chain()) {
            text.append(of(CERTIFICATE, certificate.getEncoded()));
        }
        return text.append(of(PRIVATE_KEY, identity.key().getEncoded())).toString();
    }
}
