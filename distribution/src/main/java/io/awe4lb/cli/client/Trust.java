package io.awe4lb.cli.client;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed. */
final class Trust {

    private Trust() {}

    /** Only those that a file of PEM has, or that they have signed. */
    static SSLContext in(Path pem) throws Failure {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw noCertificate(pem);
            }
            return trusting(certificates);
        } catch (IOException failure) {
            throw new Failure(ExitCode.USAGE, "--cacert " + pem + " cannot be read: " + Reason.of(failure));
        } catch (CertificateException _) {
            throw noCertificate(pem);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("this Java has no TLS", failure);
        }
    }

    private static Failure noCertificate(Path pem) {
        return new Failure(ExitCode.USAGE,
                "--cacert " + pem + " has no certificate in PEM: it should have a line -----BEGIN CERTIFICATE-----");
    }

    private static SSLContext trusting(Collection<? extends Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
