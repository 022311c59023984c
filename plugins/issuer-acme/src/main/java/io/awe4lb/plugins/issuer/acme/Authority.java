package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.IssuingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.ChallengeProvider;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/**
 * Where certificates are asked for.
 *
 * @param directory of the authority
 * @param ca PEM of whom to trust when it is asked; empty: those of the JDK
 */
record Authority(URI directory, Optional<Path> ca) {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** @throws IssuingException if the file of those to trust cannot be used */
    HttpClient client() throws IssuingException {
        HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(TIMEOUT);
        if (ca.isPresent()) {
            builder.sslContext(trusting(ca.get()));
        }
        return builder.build();
    }

    private static SSLContext trusting(Path file) throws IssuingException {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            if (number == 0) {
                throw new CertificateException("it is empty");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException unreadable) {
            throw new IssuingException("ca: %s cannot be read: %s".formatted(file, unreadable), unreadable);
        } catch (GeneralSecurityException useless) {
            throw new IssuingException("ca: %s has no certificates in PEM: %s".formatted(file, useless.getMessage()), useless);
        }
    }

    /** Begins to ask. @param client that asks, the caller's to close */
    Session session(HttpClient client) {
        ownServices();
        var session = new Session(directory, new GenericAcmeProvider() {
            @Override
            public HttpClient createHttpClient(NetworkSettings settings) {
                return client;
            }
        });
        session.networkSettings().setTimeout(TIMEOUT);
        return session;
    }

    /** The library looks for challenges of others, and its module is this one. */
    private static void ownServices() {
        Authority.class.getModule().addUses(ChallengeProvider.class);
    }
}
