package io.awe4lb.kernel.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.awe4lb.kernel.config.ClientAuthConfig;
import io.awe4lb.kernel.config.ClientAuthConfig.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An authority that gives certificates to clients and takes them back, with openssl.
 *
 * @param own its certificate and key
 */
public record TestAuthority(TestCertificate own) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3";

    public static TestAuthority make(Path directory, String name) throws Exception {
        Path cert = directory.resolve(name + ".pem");
        Path key = directory.resolve(name + ".key");
        TestCertificate.run(("openssl req -x509 %s -subj /CN=%s -addext keyUsage=critical,keyCertSign,cRLSign -keyout %s -out %s"
                .formatted(KEY, name, key, cert)).split(" "));
        return new TestAuthority(new TestCertificate(cert, key));
    }

    /** A certificate of an authority below, which may give some itself. */
    public TestAuthority trusts(String name) throws Exception {
        return new TestAuthority(signs(name, "critical,CA:TRUE"));
    }

    public TestCertificate gives(String name, String... extensions) throws Exception {
        return signs(name, "critical,CA:FALSE", extensions);
    }

    private TestCertificate signs(String name, String constraints, String... extensions) throws Exception {
        Path cert = own.cert().resolveSibling(name + ".pem");
        Path key = own.cert().resolveSibling(name + ".key");
        String added = Stream.of(extensions).map(extension -> " -addext " + extension).collect(Collectors.joining());
        TestCertificate.run(("openssl req -x509 -CA %s -CAkey %s %s -subj /CN=%s -addext basicConstraints=%s -keyout %s -out %s%s"
                .formatted(own.cert(), own.key(), KEY, name, constraints, key, cert, added)).split(" "));
        return new TestCertificate(cert, key);
    }

    /** Says what it has taken back, in a list that holds for some time. */
    public Path revokes(String file, Duration holds, TestCertificate... certificates) throws Exception {
        Path directory = Files.createDirectories(own.cert().resolveSibling(file + ".d"));
        var index = new StringBuilder();
        for (TestCertificate certificate : certificates) {
            String serial = Pem.certificates(certificate.certText()).getFirst().getSerialNumber().toString(16);
            index.append("R\t%s\t%s\t%s\tunknown\t/CN=revoked\n".formatted(TIME.format(Instant.now().plus(Duration.ofDays(9))),
                    TIME.format(Instant.now()), serial.length() % 2 == 0 ? serial : "0" + serial));
        }
        Files.writeString(directory.resolve("index"), index, US_ASCII);
        Path config = Files.writeString(directory.resolve("ca.conf"), """
                [ca]
                default_ca = it
                [it]
                database = %s/index
                default_md = sha256
                """.formatted(directory));
        Path list = own.cert().resolveSibling(file);
        TestCertificate.run("openssl ca -gencrl -config %s -crlsec %d -cert %s -keyfile %s -out %s".formatted(config, holds.toSeconds(),
                own.cert(), own.key(), list).split(" "));
        return list;
    }

    public ClientAuthConfig asks(Mode mode, Path... list) {
        return new ClientAuthConfig(mode, own.cert(), Stream.of(list).findFirst());
    }

    public String text() throws IOException {
        return own.certText();
    }
}
