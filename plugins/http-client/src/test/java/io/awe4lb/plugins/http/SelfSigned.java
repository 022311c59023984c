package io.awe4lb.plugins.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A certificate that is its own authority, for localhost and 127.0.0.1.
 *
 * @param store PKCS#12, with {@link #PASSWORD}
 * @param certificate PEM
 * @param key PEM, PKCS#8
 */
public record SelfSigned(Path store, Path certificate, Path key) {

    /** Of the store. */
    public static final String PASSWORD = "only-for-this-test";

    /**
     * Makes one that is valid for two days.
     *
     * @param directory for its files
     * @param name of its files, and its common name
     */
    public static SelfSigned make(Path directory, String name) throws Exception {
        return make(directory, name, 2);
    }

    /**
     * Makes one that was valid until yesterday.
     *
     * @param directory for its files
     * @param name of its files, and its common name
     */
    public static SelfSigned expired(Path directory, String name) throws Exception {
        return make(directory, name, -1);
    }

    private static SelfSigned make(Path directory, String name, int days) throws Exception {
        openssl(directory, "req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=%s ".formatted(name)
                + "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -out %1$s.csr -keyout %1$s.key".formatted(name));
        openssl(directory, "x509 -req -days %d -copy_extensions copy -in %2$s.csr -signkey %2$s.key -out %2$s.crt".formatted(days, name));
        openssl(directory,
                "pkcs12 -export -name own -in %1$s.crt -inkey %1$s.key -out %1$s.p12 -passout pass:%2$s".formatted(name, PASSWORD));
        return new SelfSigned(directory.resolve(name + ".p12"), directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
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
