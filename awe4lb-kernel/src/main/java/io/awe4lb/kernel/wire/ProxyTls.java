package io.awe4lb.kernel.wire;

/**
 * How a client speaks TLS with the proxy that sends a PROXY header (section 2.2.6). Texts are empty where they are not told.
 *
 * @param client what is there: bits {@link #SECURE}, {@link #CERTIFICATE_NOW} and {@link #CERTIFICATE_BEFORE}
 * @param verify 0 if the client has shown a certificate that is in order
 * @param version of TLS, such as {@code TLSv1.3}
 * @param commonName of the client's certificate
 * @param cipher by the name that the sender has for it
 * @param signature algorithm with which the sender's certificate is signed
 * @param key algorithm of that certificate
 */
public record ProxyTls(int client, int verify, String version, String commonName, String cipher, String signature, String key) {

    /** The client speaks TLS. */
    public static final int SECURE = 1;
    /** It has shown a certificate on this connection. */
    public static final int CERTIFICATE_NOW = 2;
    /** It has shown one in this session of TLS. */
    public static final int CERTIFICATE_BEFORE = 4;

    /** What stands in {@link #verify} where there is no certificate in order. */
    public static final int NOT_VERIFIED = 1;

    /**
     * Whether the client speaks TLS.
     *
     * @return true if so
     */
    public boolean isSecure() {
        return (client & SECURE) != 0;
    }

    /**
     * Whether the client has shown a certificate that is in order.
     *
     * @return then {@link #commonName} is its name
     */
    public boolean isVerified() {
        return verify == 0 && (client & (CERTIFICATE_NOW | CERTIFICATE_BEFORE)) != 0;
    }
}
