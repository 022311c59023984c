package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
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
    private static final Map<String, String> OPENSSL = Map.of("EC", "ec -pkeyopt ec_paramgen_curve:P-256", "RSA", "rsa:2048");

    /** @param algorithm of its key: EC or RSA */
    static SelfSigned make(Path directory, String algorithm) throws Exception {
        Path cert = directory.resolve("server.pem");
        Path key = directory.resolve("server.key");
        Path store = directory.resolve("server.p12");
        openssl("req -x509 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost -out server.pem -keyout server.key "
                + "-newkey " + OPENSSL.get(algorithm), directory);
        openssl("pkcs12 -export -name server -in server.pem -inkey server.key -out server.p12 -passout pass:" + PASSWORD, directory);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new SelfSigned(cert, key, serving(keys), trusting(keys));
    }

    private static void openssl(String arguments, Path directory) throws Exception {
        Process process = new ProcessBuilder(("openssl " + arguments).split(" ")).directory(directory.toFile()).redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertEquals(0, process.waitFor(), said);
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
