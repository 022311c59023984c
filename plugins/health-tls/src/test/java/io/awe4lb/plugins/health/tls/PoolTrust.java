package io.awe4lb.plugins.health.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** What a pool thinks of its backends: always the same, whoever is asked about. */
final class PoolTrust extends X509ExtendedTrustManager {

    private final Optional<String> distrust;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param distrust why nobody is trusted; empty: everybody is */
    PoolTrust(Optional<String> distrust) {
        this.distrust = distrust;
    }

    /** The subjects that were asked about. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        asked.add(chain[0].getSubjectX500Principal().getName());
        if (distrust.isPresent()) {
            throw new CertificateException(distrust.get());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new AssertionError("it is about servers");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
