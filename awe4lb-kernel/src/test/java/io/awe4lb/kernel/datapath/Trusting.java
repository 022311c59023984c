package io.awe4lb.kernel.datapath;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** A client that takes every server with a certificate. */
record Trusting() implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new AssertionError("it is a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        assertTrue(chain.length > 0, "there is a certificate");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
