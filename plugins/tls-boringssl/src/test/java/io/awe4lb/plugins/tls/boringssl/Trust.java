package io.awe4lb.plugins.tls.boringssl;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts whom a test trusts. */
final class Trust extends X509ExtendedTrustManager {

    /** What a test says. */
    interface Look {
        void at(String subject) throws CertificateException;
    }

    private final Look look;
    private final X509Certificate[] authorities;

    Trust(Look look, X509Certificate... authorities) {
        this.look = look;
        this.authorities = authorities;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        look.at(chain[0].getSubjectX500Principal().getName());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new AssertionError("there are engines only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw new AssertionError("there are engines only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new AssertionError("there are engines only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new AssertionError("there are engines only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.clone();
    }
}
