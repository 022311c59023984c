package io.awe4lb.admin.tls;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** A key with its certificate for 127.0.0.1, made by openssl for one test. */
public record TestKey(PrivateKey key, Certificate certificate) {

    private static final Map<String, String> OPENSSL =
            Map.of("RSA", "rsa:2048", "EC", "ec -pkeyopt ec_paramgen_curve:P-384", "Ed25519", "ed25519");

    /** Makes one: {@code RSA}, {@code EC} or {@code Ed25519}. */
    public static TestKey make(Path directory, String algorithm, String name) throws Exception {
        Path cert = directory.resolve(name + ".made.pem");
        Path key = directory.resolve(name + ".made.der");
        run("openssl req -x509 -nodes -days 30 -subj /CN=%s -addext subjectAltName=IP:127.0.0.1 -out %s -keyout %s.pem -newkey %s",
                name, cert, key, OPENSSL.get(algorithm));
        run("openssl pkcs8 -topk8 -nocrypt -in %s.pem -outform DER -out %1$s", key);
        try (InputStream bytes = Files.newInputStream(cert)) {
            return new TestKey(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(key))),
                    CertificateFactory.getInstance("X.509").generateCertificate(bytes));
        }
    }

    private static void run(String command, Object... parts) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.formatted(parts).split(" ")).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    /** The certificate as text. */
    public String cert() throws Exception {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** The key as text, as newer programs write it. */
    public String pkcs8() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    String pkcs1() {
        byte[] pkcs8 = key.getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }

    /** Of P-384, as it is made. */
    String sec1(boolean withCurve) {
        byte[] secret = fixed(((ECPrivateKey) key).getS(), 48);
        String curve = withCurve ? "a00706052b81040022" : "";
        String content = "020101" + "0430" + HexFormat.of().formatHex(secret) + curve;
        return pem("EC PRIVATE KEY", HexFormat.of().parseHex("30" + HexFormat.of().toHexDigits((byte) (content.length() / 2)) + content));
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
        return fixed;
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label,
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                label);
    }
}
