package io.awe4lb.plugins.health.conversation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that is its own authority, for localhost and 127.0.0.1.
 *
 * @param pem the certificate
 * @param server what a server uses it with
 */
public record SignedByNobody(Path pem, SSLContext server) {

    private static final String PASSWORD = "only-for-this-test";

    /** Valid from now on, for so many days. */
    public static SignedByNobody make(Path directory, int days) throws Exception {
        return make(directory, "+0d", days);
    }

    /** @param start as keytool takes it, for example {@code -3d} */
    public static SignedByNobody make(Path directory, String start, int days) throws Exception {
        Path store = directory.resolve("server" + start + days + ".p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-startdate", start, "-validity", Integer.toString(days), "-keystore", store.toString(),
                "-storepass", PASSWORD).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(keys.getCertificate("server").getEncoded());
        Path pem = Files.writeString(directory.resolve("server" + start + days + ".pem"),
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(lines));
        return new SignedByNobody(pem, context);
    }
}
