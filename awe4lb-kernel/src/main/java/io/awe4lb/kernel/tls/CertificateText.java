package io.awe4lb.kernel.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates as text (RFC 7468, section 5). What stands around them, a key for example, does not matter. */
final class CertificateText {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN (?:X509 )?CERTIFICATE-----([^-]*)-----END (?:X509 )?CERTIFICATE-----");

    private CertificateText() {}

    /**
     * @return one or more, in the order of the text
     * @throws IOException with a sentence, if there is none, or one is broken
     */
    static List<X509Certificate> all(String text) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            all.add(certificate(matcher.group(1), all.size() + 1));
        }
        if (all.isEmpty()) {
            throw new IOException("there is no certificate in it: one begins with -----BEGIN CERTIFICATE-----");
        }
        return all;
    }

    private static X509Certificate certificate(String base64, int number) throws IOException {
        try {
            var der = new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64));
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(der);
        } catch (CertificateException | IllegalArgumentException broken) {
            throw new IOException("certificate %d cannot be read: %s".formatted(number, broken.getMessage()), broken);
        }
    }
}
