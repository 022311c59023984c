package io.awe4lb.kernel.datapath;

import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Java's engines, as the plugin for them makes them, without its checks. */
final class JavaEngines implements TlsEngineProvider {

    private static final char[] NO_PASSWORD = {};

    @Override
    public String type() {
        return "jdk";
    }

    @Override
    public String description() {
        return "For tests.";
    }

    @Override
    public TlsServer server(TlsSettings settings) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store(settings), NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(settings.versions().toArray(String[]::new));
        parameters.setApplicationProtocols(settings.protocols().toArray(String[]::new));
        return () -> {
            var engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            engine.setSSLParameters(parameters);
            return engine;
        };
    }

    private static KeyStore store(TlsSettings settings) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        for (Identity identity : settings.identities()) {
            store.setKeyEntry(identity.key().getAlgorithm(), identity.key(), NO_PASSWORD,
                    identity.chain().toArray(X509Certificate[]::new));
        }
        return store;
    }
}
