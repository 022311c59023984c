package io.awe4lb.plugins.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

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

    private static final int LINE = 64;

    /**
     * Makes one.
     *
     * @param directory for its files
     * @param name of its files, and its common name
     * @param start as keytool takes it, for example {@code -3d}
     */
    public static SelfSigned make(Path directory, String name, String start) throws Exception {
        Path store = directory.resolve(name + ".p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(keytool, "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", "own", "-keyalg", "EC",
                "-dname", "CN=" + name, "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-startdate", start, "-validity", "2", "-keystore", store.toString(), "-storepass",
                PASSWORD).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new SelfSigned(store,
                pem(directory.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate("own").getEncoded()),
                pem(directory.resolve(name + ".key"), "PRIVATE KEY", keys.getKey("own", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path file, String label, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(LINE, "\n".getBytes(US_ASCII)).encodeToString(content);
        return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label));
    }
}
