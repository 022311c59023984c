package io.awe4lb.admin.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Key;
import java.security.interfaces.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys as text, in every form that is common, and what is said of those that are not right. */
class PemFilesTest {

    @TempDir
    private Path directory;

    private static Key key(String cert, String key) throws Exception {
        return new PemFiles(cert, key).keyStore().getKey("admin", PemFiles.PASSWORD.toCharArray());
    }

    private static String refusal(String cert, String key) {
        return String.valueOf(assertThrows(IOException.class, () -> new PemFiles(cert, key).keyStore()).getMessage());
    }

    @Test
    void rsaKeysAreReadInBothForms() throws Exception {
        TestKey rsa = TestKey.make(directory, "RSA", "one");
        assertEquals(rsa.key(), key(rsa.cert(), rsa.pkcs8()));
        assertEquals(rsa.key(), key(rsa.cert(), "a word before\n" + rsa.pkcs1()));
    }

    @Test
    void ecKeysAreReadInBothForms() throws Exception {
        TestKey ec = TestKey.make(directory, "EC", "one");
        assertEquals(ec.key(), key(ec.cert(), ec.pkcs8()));
        assertEquals(((ECPrivateKey) ec.key()).getS(), ((ECPrivateKey) key(ec.cert(), ec.sec1(true))).getS());
        assertTrue(refusal(ec.cert(), ec.sec1(false)).contains("does not name its curve"));
    }

    @Test
    void edwardsKeysAreRead() throws Exception {
        TestKey ed = TestKey.make(directory, "Ed25519", "one");
        assertEquals(ed.key(), key(ed.cert(), ed.pkcs8()));
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() throws Exception {
        TestKey one = TestKey.make(directory, "EC", "one");
        TestKey two = TestKey.make(directory, "EC", "two");
        TestKey rsa = TestKey.make(directory, "RSA", "rsa");
        assertEquals("the key does not belong to the certificate", refusal(one.cert(), two.pkcs8()));
        assertTrue(refusal(one.cert(), rsa.pkcs8()).contains("of another kind than the certificate's EC"));
    }

    @Test
    void whatIsMissingOrBrokenIsNamed() throws Exception {
        TestKey key = TestKey.make(directory, "EC", "one");
        assertTrue(refusal("", key.pkcs8()).contains("BEGIN CERTIFICATE"));
        assertTrue(refusal(key.cert(), key.cert()).contains("BEGIN PRIVATE KEY"));
        assertTrue(refusal(key.cert(), key.pkcs8().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")).contains("password"));
        assertTrue(refusal(key.cert(), TestKey.pem("PRIVATE KEY", new byte[] {1, 2, 3})).contains("broken"));
        assertTrue(refusal(key.cert(), TestKey.pem("EC PRIVATE KEY", new byte[] {0x30, 0x7f, 1})).contains("broken"));
        assertTrue(refusal(TestKey.pem("CERTIFICATE", new byte[] {1, 2, 3}), key.pkcs8()).contains("cannot be read"));
        String missing = assertThrows(IOException.class, () -> PemFiles.read(directory.resolve("none.pem"), directory.resolve("none.key")))
                .getMessage();
        assertTrue(missing.endsWith("none.pem does not exist"), missing);
    }
}
