package io.awe4lb.plugins.health.conversation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
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

    /** Valid from now on, for so many days; -1: until yesterday. */
    public static SignedByNobody make(Path directory, int days) throws Exception {
        String name = "server" + days;
        openssl(directory, "req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=localhost "
                + "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -out %1$s.csr -keyout %1$s.key".formatted(name));
        openssl(directory, "x509 -req -days %d -copy_extensions copy -in %2$s.csr -signkey %2$s.key -out %2$s.pem".formatted(days, name));
        openssl(directory, "pkcs12 -export -in %1$s.pem -inkey %1$s.key -out %1$s.p12 -passout pass:%2$s".formatted(name, PASSWORD));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return new SignedByNobody(directory.resolve(name + ".pem"), context);
    }

    private static void openssl(Path directory, String arguments) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(("openssl " + arguments).split(" ")).directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
