package io.awe4lb.plugins.tls.boringssl;

import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed, as it was when somebody asked.
 *
 * @param getProtocol the version
 * @param getCipherSuite by its name of IANA
 * @param peer the other side's certificates, its own first; empty: it has shown none
 */
record FixedSession(String getProtocol, String getCipherSuite, List<X509Certificate> peer) implements SSLSession {

    /** A record with the largest header, expansion and two tickets before it. */
    static final int LARGEST_RECORD = 18_713;

    private static final int LARGEST_TEXT = 16_384;

    /** Before anything is agreed. */
    static final FixedSession NONE = new FixedSession("NONE", "SSL_NULL_WITH_NULL_NULL", List.of());

    @Override
    public int getPacketBufferSize() {
        return LARGEST_RECORD;
    }

    @Override
    public int getApplicationBufferSize() {
        return LARGEST_TEXT;
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        if (peer.isEmpty()) {
            throw new SSLPeerUnverifiedException("the peer has shown no certificate");
        }
        return peer.toArray(Certificate[]::new);
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return ((X509Certificate) getPeerCertificates()[0]).getSubjectX500Principal();
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return null;
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return null;
    }

    @Override
    public byte[] getId() {
        return new byte[0];
    }

    @Override
    public @Nullable SSLSessionContext getSessionContext() {
        return null;
    }

    @Override
    public long getCreationTime() {
        return 0;
    }

    @Override
    public long getLastAccessedTime() {
        return 0;
    }

    @Override
    public void invalidate() {
        // it is what was agreed, not what is kept to resume
    }

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public void putValue(String name, Object value) {
        throw new UnsupportedOperationException("nothing is kept with a session");
    }

    @Override
    public @Nullable Object getValue(String name) {
        return null;
    }

    @Override
    public void removeValue(String name) {
        // there is none
    }

    @Override
    public String[] getValueNames() {
        return new String[0];
    }

    @Override
    public @Nullable String getPeerHost() {
        return null;
    }

    @Override
    public int getPeerPort() {
        return -1;
    }
}
