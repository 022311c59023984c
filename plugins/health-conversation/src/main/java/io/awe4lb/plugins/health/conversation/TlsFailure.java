package io.awe4lb.plugins.health.conversation;

import io.awe4lb.spi.CheckResult;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what a failed handshake means, and what can be done about it. */
final class TlsFailure {

    /** Deeper than any exception of the JDK nests. */
    private static final int MOST_CAUSES = 10;

    private TlsFailure() {}

    static CheckResult of(SSLException failure) {
        CertificateException certificate = null;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return notValidNow(cause).result();
            }
            certificate = cause instanceof CertificateException found && certificate == null ? found : certificate;
        }
        return certificate == null ? failed(failure.getMessage()) : ofCertificate(String.valueOf(certificate.getMessage()));
    }

    static AnswerFailure notValidNow(Throwable cause) {
        return new AnswerFailure("certificate_expired", "its certificate is not valid now (" + cause.getMessage() + "): renew it");
    }

    private static CheckResult ofCertificate(String words) {
        if (words.startsWith("its certificate ")) { // the pool has said so, and what to do
            return new CheckResult.Failed(words.startsWith("its certificate is not for ") ? "certificate_name" : "certificate_untrusted",
                    words);
        }
        if (words.startsWith("No subject alternative") || words.startsWith("No name matching")) {
            return new CheckResult.Failed("certificate_name", "its certificate is for other names (%s): set 'sni' to one that it has"
                    .formatted(words));
        }
        return new CheckResult.Failed("certificate_untrusted",
                "its certificate is not trusted (%s): set 'ca' to the PEM file of its issuer, or 'verify: false'".formatted(words));
    }

    private static CheckResult failed(@Nullable String words) {
        String hint = String.valueOf(words).startsWith("Unsupported or unrecognized") ? ": what listens there does not speak TLS" : "";
        return new CheckResult.Failed("tls_failed", "the TLS handshake failed (" + words + ")" + hint);
    }
}
