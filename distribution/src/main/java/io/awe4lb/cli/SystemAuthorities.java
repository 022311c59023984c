package io.awe4lb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;

/**
 * Has everything that trusts "the usual authorities" trust those of the system, as other programs on the machine do, and not those that Java
 * brings along: a company's own authority is installed in one place. It is this process's default of {@link TrustManagerFactory}.
 *
 * <p>The file is the one that {@code SSL_CERT_FILE} names, else the first that is there of those that distributions have. Without any, and
 * where {@code javax.net.ssl.trustStore} is set, it stays with Java's way. It is read whenever somebody asks.
 */
final class SystemAuthorities extends Provider {

    private static final long serialVersionUID = 1L;
    private static final String NAME = "SystemAuthorities";
    private static final String SERVICE = "TrustManagerFactory";
    private static final String VARIABLE = "SSL_CERT_FILE";

    /** Debian and Alpine; Fedora and its relatives, new and old; openSUSE; what is left. */
    private static final List<Path> USUAL = Stream.of("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem").map(Path::of).toList();

    private final transient Path bundle;

    private SystemAuthorities(Path bundle) {
        super(NAME, "1", "the certificate authorities of the system");
        this.bundle = bundle;
        putService(new Service(this, SERVICE, NAME, Factory.class.getName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
                return new Factory(SystemAuthorities.this.bundle);
            }
        });
    }

    /** Once, before anybody asks for a default. */
    static void install() {
        if (System.getProperty("javax.net.ssl.trustStore") != null) {
            return;
        }
        Optional<Path> named = Optional.ofNullable(System.getenv(VARIABLE)).filter(file -> !file.isEmpty()).map(Path::of);
        named.or(() -> USUAL.stream().filter(Files::isReadable).findFirst()).ifPresent(SystemAuthorities::install);
    }

    static void install(Path bundle) {
        Security.addProvider(new SystemAuthorities(bundle));
        Security.setProperty("ssl.TrustManagerFactory.algorithm", NAME);
    }

    /** Java's own way of trust, with another default. */
    private static final class Factory extends TrustManagerFactorySpi {

        private final Path bundle;
        private final TrustManagerFactory java;

        Factory(Path bundle) {
            this.bundle = bundle;
            try {
                java = TrustManagerFactory.getInstance("PKIX");
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("this Java has no way to verify certificates", impossible);
            }
        }

        @Override
        protected void engineInit(@Nullable KeyStore given) throws KeyStoreException {
            java.init(given != null ? given : store());
        }

        @Override
        protected void engineInit(ManagerFactoryParameters given) throws InvalidAlgorithmParameterException {
            java.init(given);
        }

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return java.getTrustManagers();
        }

        private KeyStore store() throws KeyStoreException {
            try (InputStream in = Files.newInputStream(bundle)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("ca-" + store.size(), certificate);
                }
                return store;
            } catch (IOException | GeneralSecurityException unreadable) {
                throw new KeyStoreException("the authorities of the system cannot be read from " + bundle + ", which " + VARIABLE
                        + " may name otherwise (" + unreadable + ")", unreadable);
            }
        }
    }
}
