package io.awe4lb.admin.tls;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A key with its certificate for 127.0.0.1, made by the JDK's keytool for one test. */
public record TestKey(PrivateKey key, Certificate certificate) {

    private static final String PASSWORD = "changeit";

    /** Makes one: {@code RSA} or {@code EC}. */
    public static TestKey make(Path directory, String algorithm, String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(keytool, "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keystore", store.toString(),
                "-storepass", PASSWORD, "-alias", "key",
                "-keyalg", algorithm, "-dname", "CN=" + name, "-ext", "SAN=ip:127.0.0.1", "-validity", "30")
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(store)) {
            keys.load(bytes, PASSWORD.toCharArray());
        }
        return new TestKey((PrivateKey) keys.getKey("key", PASSWORD.toCharArray()), keys.getCertificate("key"));
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

    /** Of P-384, which keytool takes. */
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
