package io.awe4lb.kernel.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A certificate that nobody has signed but itself, made by Java's keytool and openssl.
 *
 * @param cert PEM file
 * @param key PEM file
 */
public record TestCertificate(Path cert, Path key) {

    /** @param algorithm of openssl: {@code ec -pkeyopt ec_paramgen_curve:P-256}, {@code rsa:2048}, {@code ed25519} */
    public static TestCertificate make(Path directory, String name, String algorithm, String... names) throws Exception {
        Path cert = directory.resolve(name + ".pem");
        Path key = directory.resolve(name + ".key");
        String alternatives =
                Arrays.stream(names).map(one -> (one.matches("[0-9.]+|.*:.*") ? "IP:" : "DNS:") + one).collect(Collectors.joining(","));
        String extension = names.length == 0 ? "" : "-addext subjectAltName=" + alternatives + " ";
        run("openssl req -x509 -nodes -days 3 -subj /CN=%s %s-keyout %s -out %s -newkey %s".formatted(name, extension, key, cert, algorithm)
                .split(" "));
        return new TestCertificate(cert, key);
    }

    public Identity identity() throws IOException {
        return Pem.read(cert, key).identity(Optional.empty());
    }

    /** The key in another form. */
    public TestCertificate withKey(String form, String... command) throws Exception {
        Path other = key.resolveSibling(key.getFileName() + "." + form);
        String[] all = Arrays.copyOf(command, command.length + 4);
        System.arraycopy(new String[] {"-in", key.toString(), "-out", other.toString()}, 0, all, command.length, 4);
        run(all);
        return new TestCertificate(cert, other);
    }

    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertEquals(0, process.waitFor(), said);
    }

    public String certText() throws IOException {
        return Files.readString(cert);
    }
}
