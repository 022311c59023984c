package io.awe4lb.kernel.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys as openssl writes them. */
class PemTest {

    private static final Optional<Secret> NONE = Optional.empty();
    private static final String SESAME = "pass:open sesame";
    private static final Optional<Secret> PASSWORD = Optional.of(new Secret("open sesame"));

    @TempDir
    private static Path directory;

    /** By the name that Java has for the kind of its key. */
    private static Map<String, TestCertificate> all;

    @BeforeAll
    static void make() throws Exception {
        all = Map.of("RSA", TestCertificate.make(directory, "rsa", "rsa:2048", "rsa.example"),
                "EC", TestCertificate.make(directory, "ec", "ec -pkeyopt ec_paramgen_curve:P-256", "ec.example"),
                "EdDSA", TestCertificate.make(directory, "ed", "ed25519", "ed.example"));
    }

    private static TestCertificate of(String kind) {
        return all.get(kind);
    }

    private static String algorithm(TestCertificate made, Optional<Secret> password) throws IOException {
        return Pem.read(made.cert(), made.key()).identity(password).key().getAlgorithm();
    }

    private static String refusal(TestCertificate made, Optional<Secret> password) {
        return String.valueOf(assertThrows(IOException.class, () -> algorithm(made, password)).getMessage());
    }

    private static Path joined(String name, Path... files) throws IOException {
        var text = new StringBuilder();
        for (Path file : files) {
            text.append("Bag Attributes\n    friendlyName: it\n").append(Files.readString(file, US_ASCII));
        }
        return Files.writeString(directory.resolve(name), text.toString().replace("\n", "\r\n"), US_ASCII);
    }

    @Test
    void everyKindOfKeyIsReadInEveryForm() throws Exception {
        for (String kind : all.keySet()) {
            assertEquals(kind, algorithm(of(kind), NONE));
        }
        assertEquals("RSA", algorithm(of("RSA").withKey("pkcs1", "openssl", "rsa", "-traditional"), NONE));
        TestCertificate sec1 = of("EC").withKey("sec1", "openssl", "ec");
        assertEquals("EC", algorithm(sec1, NONE));
        Path parameters = Files.writeString(directory.resolve("parameters"),
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n", US_ASCII);
        assertEquals("EC", algorithm(new TestCertificate(sec1.cert(), joined("with-parameters", parameters, sec1.key())), NONE));
        for (String curve : List.of("P-384", "P-521")) {
            assertEquals("EC",
                    algorithm(TestCertificate.make(directory, curve, "ec -pkeyopt ec_paramgen_curve:" + curve, "ec.example"), NONE));
        }
    }

    @Test
    void aKeyWithAPasswordIsReadWithIt() throws Exception {
        for (String kind : all.keySet()) {
            TestCertificate secret = of(kind).withKey("secret", "openssl", "pkcs8", "-topk8", "-passout", SESAME);
            assertEquals(kind, algorithm(secret, PASSWORD));
            assertEquals("the key's password is wrong", refusal(secret, Optional.of(new Secret("sesame"))));
            assertTrue(refusal(secret, NONE).contains("has a password, and none is given"));
            assertEquals(kind, algorithm(of(kind), PASSWORD), "a password that is not needed");
        }
        for (String[] way : new String[][] {{"-v2", "aes128"}, {"-v2", "aes256", "-v2prf", "hmacWithSHA512"}, {"-v1", "PBE-SHA1-3DES"}}) {
            String[] command = {"openssl", "pkcs8", "-topk8", "-passout", SESAME};
            String[] whole = Stream.of(command, way).flatMap(Arrays::stream).toArray(String[]::new);
            assertEquals("RSA", algorithm(of("RSA").withKey(way[1] + way.length, whole), PASSWORD));
        }
    }

    @Test
    void aKeyThatIsEncryptedInAnotherWayIsRefusedWithAWayOut() throws Exception {
        for (String[] way : new String[][] {{"-scrypt"}, {"-v2", "des3"}, {"-v2", "camellia256"}}) {
            String[] command = {"openssl", "pkcs8", "-topk8", "-passout", SESAME};
            String[] whole = Stream.of(command, way).flatMap(Arrays::stream).toArray(String[]::new);
            assertEquals(
                    "the key is encrypted in a way that is not known here: 'openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW' writes it"
                            + " anew",
                    refusal(of("EC").withKey(way[way.length - 1], whole), PASSWORD));
        }
        for (String old : List.of("rsa -traditional", "ec")) {
            String[] command = ("openssl " + old + " -aes128 -passout").split(" ");
            String[] whole = Stream.concat(Stream.of(command), Stream.of(SESAME))
                    .toArray(String[]::new);
            TestCertificate made = of(old.equals("ec") ? "EC" : "RSA").withKey("old", whole);
            assertEquals("the key is encrypted as it was before PKCS#8: 'openssl pkcs8 -topk8 -in OLD -out NEW' writes it anew",
                    refusal(made, PASSWORD));
        }
    }

    @Test
    void certificateAndKeyMayStandInOneFile() throws Exception {
        for (String kind : all.keySet()) {
            Path both = joined("both." + kind, of(kind).cert(), of(kind).key());
            assertEquals(kind, algorithm(new TestCertificate(both, both), NONE));
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() throws Exception {
        TestCertificate other = TestCertificate.make(directory, "other", "ec -pkeyopt ec_paramgen_curve:P-256", "ec.example");
        assertEquals("the key does not belong to the certificate", refusal(new TestCertificate(of("EC").cert(), other.key()), NONE));
        assertEquals("the key is of another kind than the certificate's EC",
                refusal(new TestCertificate(of("EC").cert(), of("RSA").key()), NONE));
        Path second = joined("second", of("RSA").cert(), other.cert());
        assertEquals("the key belongs to the certificate of CN=other, which is not the first one of the file: put it there",
                refusal(new TestCertificate(second, other.key()), NONE));
    }

    @Test
    void whatIsNoneIsRefused() throws Exception {
        TestCertificate ec = of("EC");
        assertEquals("there is no certificate in it: one begins with -----BEGIN CERTIFICATE-----",
                refusal(new TestCertificate(ec.key(), ec.key()), NONE));
        assertEquals("the key's file has none: it begins with -----BEGIN PRIVATE KEY-----",
                refusal(new TestCertificate(ec.cert(), ec.cert()), NONE));
        Path broken = Files.writeString(directory.resolve("broken"), Files.readString(of("RSA").cert()) + Files.readString(ec.cert())
                .replaceFirst("CERTIFICATE-----\nM", "CERTIFICATE-----\nN"));
        assertTrue(refusal(new TestCertificate(broken, of("RSA").key()), NONE).startsWith("certificate 2 cannot be read: "));
        Path half = Files.writeString(directory.resolve("half"), Files.readString(ec.key()).substring(0, 100));
        assertEquals("the key's file has none: it begins with -----BEGIN PRIVATE KEY-----",
                refusal(new TestCertificate(ec.cert(), half), NONE));
        TestCertificate strange = TestCertificate.make(directory, "strange", "rsa-pss -pkeyopt rsa_keygen_bits:2048", "pss.example");
        assertEquals("the key is broken, or of another kind than RSA, EC or Ed25519", refusal(strange, NONE));
    }
}
