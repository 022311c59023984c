package io.awe4lb.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemAuthoritiesTest {

    private static final String ALGORITHM = "ssl.TrustManagerFactory.algorithm";

    private final String before = Security.getProperty(ALGORITHM);

    @TempDir
    private Path directory;

    @AfterEach
    void asItWas() {
        Security.removeProvider("SystemAuthorities");
        Security.setProperty(ALGORITHM, before);
    }

    private X509Certificate made(String name) throws Exception {
        Process process = new ProcessBuilder("openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-subj", "/CN=" + name, "-out", name + ".pem", "-keyout", name + ".key")
                .directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static X509Certificate[] trusted(@Nullable KeyStore given) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(given);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers();
    }

    @Test
    void whoAsksForTheDefaultTrustsTheFileAndNobodyElse() throws Exception {
        X509Certificate company = made("company");
        SystemAuthorities.install(directory.resolve("company.pem"));

        assertArrayEquals(new X509Certificate[] {company}, trusted(null));
    }

    @Test
    void whoBringsAuthoritiesTrustsThose() throws Exception {
        made("company");
        X509Certificate other = made("other");
        SystemAuthorities.install(directory.resolve("company.pem"));
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setCertificateEntry("other", other);

        assertArrayEquals(new X509Certificate[] {other}, trusted(own));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        SystemAuthorities.install(directory.resolve("none.pem"));

        String sentence = assertThrows(KeyStoreException.class, () -> trusted(null)).getMessage();
        assertTrue(sentence.contains("none.pem, which SSL_CERT_FILE may name otherwise"), sentence);
    }
}
