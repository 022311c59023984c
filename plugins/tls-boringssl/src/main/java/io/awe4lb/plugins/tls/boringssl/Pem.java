package io.awe4lb.plugins.tls.boringssl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** The form in which BoringSSL's binding takes certificates and keys (RFC 7468). */
final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** What reads memory of BoringSSL's. */
    interface Reader<T> {
        T read(long bio) throws Exception;
    }

    /**
     * Puts text where BoringSSL reads it, until it was read.
     *
     * @throws GeneralSecurityException with what BoringSSL says, if it does not take it
     */
    static <T> T read(byte[] text, Reader<T> reader) throws GeneralSecurityException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(text.length).put(text);
        long bio = 0;
        try {
            bio = SSL.newMemBIO();
            SSL.bioWrite(bio, Buffer.address(bytes), text.length);
            return reader.read(bio);
        } catch (Exception refused) { // tcnative declares Exception
            throw new GeneralSecurityException(NativeError.sentence(String.valueOf(refused.getMessage())), refused);
        } finally {
            bytes.clear().put(new byte[text.length]); // it may be a key
            SSL.freeBIO(bio);
        }
    }

    static byte[] of(X509Certificate... certificates) throws CertificateEncodingException {
        var text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(new String(of("CERTIFICATE", certificate.getEncoded()), US_ASCII));
        }
        return text.toString().getBytes(US_ASCII);
    }

    static byte[] of(String type, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n".formatted(type, LINES.encodeToString(content)).getBytes(US_ASCII);
    }
}
