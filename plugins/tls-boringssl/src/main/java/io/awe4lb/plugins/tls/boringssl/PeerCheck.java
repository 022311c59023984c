package io.awe4lb.plugins.tls.boringssl;

import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Asks a trust manager about the certificates of peers. On the threads that run tasks. */
final class PeerCheck extends CertificateVerifier {

    /** The longest chain that is looked at. */
    static final int DEPTH = 10;

    private final X509ExtendedTrustManager trust;
    private final boolean isClient;
    /** By their address in BoringSSL, which is how it names them. */
    private final Map<Long, BoringEngine> engines = new ConcurrentHashMap<>();

    PeerCheck(X509ExtendedTrustManager trust, boolean isClient) {
        this.trust = trust;
        this.isClient = isClient;
    }

    void begins(BoringEngine engine) {
        engines.put(engine.pointer(), engine);
    }

    void ended(BoringEngine engine) {
        engines.remove(engine.pointer());
    }

    @Override
    public int verify(long ssl, byte[][] chain, String keyExchange) {
        BoringEngine engine = engines.get(ssl);
        if (engine == null) {
            return X509_V_ERR_UNSPECIFIED;
        }
        try {
            X509Certificate[] certificates = parsed(chain).toArray(X509Certificate[]::new);
            if (isClient) {
                trust.checkServerTrusted(certificates, keyExchange, engine);
            } else {
                trust.checkClientTrusted(certificates, keyExchange, engine);
            }
            return X509_V_OK;
        } catch (CertificateException | RuntimeException distrusted) { // of the trust manager, whatever it is: nobody is trusted then
            engine.distrust(distrusted);
            return reason(distrusted);
        }
    }

    /** Decides which alert the peer gets. */
    private static int reason(Throwable distrusted) {
        for (Throwable cause = distrusted; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return X509_V_ERR_CERT_HAS_EXPIRED;
            } else if (cause instanceof CertificateNotYetValidException) {
                return X509_V_ERR_CERT_NOT_YET_VALID;
            } else if (cause instanceof CertificateRevokedException) {
                return X509_V_ERR_CERT_REVOKED;
            }
        }
        return X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
    }

    /** What the peer of a connection has shown, its own first. */
    static List<X509Certificate> certificates(long ssl, boolean isClient) {
        List<byte[]> encoded = new ArrayList<>();
        byte @Nullable [] own = isClient ? null : SSL.getPeerCertificate(ssl); // of a client's chain BoringSSL leaves its own out
        if (own != null) {
            encoded.add(own);
        }
        byte @Nullable [] @Nullable [] chain = SSL.getPeerCertChain(ssl);
        if (chain != null) {
            encoded.addAll(List.of(chain));
        }
        try {
            return parsed(encoded.toArray(byte[][]::new));
        } catch (CertificateException unreadable) {
            throw new IllegalStateException("a certificate that was trusted cannot be read", unreadable);
        }
    }

    private static List<X509Certificate> parsed(byte[][] chain) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] one : chain) {
            certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
        }
        return certificates;
    }
}
