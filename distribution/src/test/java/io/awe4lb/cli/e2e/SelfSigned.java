package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost that nobody has signed but itself.
 *
 * @param cert PEM file
 * @param key PEM file, PKCS #8
 * @param serving what a server uses it with
 * @param trusted what a client needs that trusts this one and no other
 */
record SelfSigned(Path cert, Path key, SSLContext serving, SSLContext trusted) {

    private static final String PASSWORD = "only-for-this-test";

    /** @param algorithm of its key: EC or RSA */
    static SelfSigned make(Path directory, String algorithm) throws Exception {
        Path store = directory.resolve("server.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder(keytool, "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", "server", "-keyalg", algorithm, "-dname",
                        "CN=localhost", "-ext",
                        "san=dns:localhost", "-validity", "2", "-keystore", store.toString(), "-storepass", PASSWORD)
                        .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertEquals(0, process.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path cert = pem(directory.resolve("server.pem"), "CERTIFICATE", keys.getCertificate("server").getEncoded());
        Path key = pem(directory.resolve("server.key"), "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        return new SelfSigned(cert, key, serving(keys), trusting(keys));
    }

    private static Path pem(Path file, String label, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label));
    }

    private static SSLContext serving(KeyStore keys) throws GeneralSecurityException {
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext trusting(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore only = KeyStore.getInstance("PKCS12");
        only.load(null, null);
        only.setCertificateEntry("server", keys.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(only);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
