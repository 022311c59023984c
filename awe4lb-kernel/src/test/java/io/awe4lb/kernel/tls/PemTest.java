package io.awe4lb.kernel.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys as openssl writes them. */
class PemTest {

    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    private Path directory;

    private static String algorithm(TestCertificate made, Optional<Secret> password) throws IOException {
        return Pem.read(made.cert(), made.key()).identity(password).key().getAlgorithm();
    }

    private static String refusal(TestCertificate made, Optional<Secret> password) {
        return String.valueOf(assertThrows(IOException.class, () -> algorithm(made, password)).getMessage());
    }

    @Test
    void everyKindAndFormOfAKeyIsRead() throws Exception {
        TestCertificate ec = TestCertificate.make(directory, "ec", EC, "ec.example");
        assertEquals("EC", algorithm(ec, Optional.empty()));
        assertEquals("EC", algorithm(ec.withKey("sec1", "openssl", "ec"), Optional.empty()));
        TestCertificate rsa = TestCertificate.make(directory, "rsa", "rsa:2048", "rsa.example");
        assertEquals("RSA", algorithm(rsa, Optional.empty()));
        assertEquals("RSA", algorithm(rsa.withKey("pkcs1", "openssl", "rsa", "-traditional"), Optional.empty()));
        assertEquals("EdDSA", algorithm(TestCertificate.make(directory, "ed", "ed25519", "ed.example"), Optional.empty()));
    }

    @Test
    void aKeyWithAPasswordIsReadWithIt() throws Exception {
        TestCertificate ec = TestCertificate.make(directory, "ec", EC, "ec.example");
        TestCertificate secret = ec.withKey("secret", "openssl", "pkcs8", "-topk8", "-passout", "pass:open sesame");
        assertEquals("EC", algorithm(secret, Optional.of(new Secret("open sesame"))));
        assertTrue(refusal(secret, Optional.of(new Secret("sesame"))).endsWith("the key's password is wrong"));
        assertTrue(refusal(secret, Optional.empty()).contains("has a password, and none is given"));
        TestCertificate old = ec.withKey("old", "openssl", "ec", "-aes128", "-passout", "pass:open sesame");
        assertTrue(refusal(old, Optional.of(new Secret("open sesame"))).contains("as it was before PKCS#8"));
    }
}
