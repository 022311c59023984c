package io.awe4lb.kernel.tls;

import java.security.cert.CertificateException;

/** A backend's certificate is not taken. The message begins with "its certificate" and says which check it does not pass, and what to do. */
final class Distrust extends CertificateException {

    private static final long serialVersionUID = 1;

    Distrust(String message) {
        super(message);
    }

    Distrust(String message, Throwable cause) {
        super(message, cause);
    }
}
