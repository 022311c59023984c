package io.awe4lb.plugins.tls.boringssl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.awe4lb.spi.TlsSettings.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Makes certificates with openssl. */
final class TestIdentity {

    private TestIdentity() {}

    /** @param key {@code EC}, {@code RSA} or {@code Ed25519} */
    static Identity of(Path directory, String name, String key) throws Exception {
        Path certificate = directory.resolve(name + "-" + key + ".pem");
        Path keyFile = directory.resolve(name + "-" + key + ".key");
        String kind = switch (key) {
            case "EC" -> "ec -pkeyopt ec_paramgen_curve:P-256";
            case "RSA" -> "rsa:2048";
            default -> key;
        };
        String command =
                "openssl req -x509 -nodes -days 2 -subj /CN=%s -keyout %s -out %s -newkey %s".formatted(name, keyFile, certificate, kind);
        Process openssl = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String said = new String(openssl.getInputStream().readAllBytes(), US_ASCII);
        if (openssl.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        String text = Files.readString(keyFile).replaceAll("-----.*-----", "");
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text));
        try (var stream = Files.newInputStream(certificate)) {
            var read = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
            return new Identity(List.of(read), KeyFactory.getInstance(key).generatePrivate(encoded));
        }
    }
}
