package io.awe4lb.plugins.tls.jdk;

import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.ClientAuth;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * A context of Java's with one group of certificates and sessions. Its tickets hold everything, so nothing is kept for a client that takes
 * them; Java's keys for tickets are replaced every hour, and Java cannot go without tickets in one context and give them in another.
 */
final class JdkTlsServer implements TlsServer {

    private static final char[] NO_PASSWORD = {};
    /** For Java, 0 is as many as there are. */
    private static final int FEWEST_KEPT = 1;

    private final SSLContext context;
    private final SSLParameters parameters;

    private JdkTlsServer(SSLContext context, SSLParameters parameters) {
        this.context = context;
        this.parameters = parameters;
    }

    static JdkTlsServer of(TlsSettings settings) throws GeneralSecurityException {
        if (!settings.sessions().tickets()) {
            throw new GeneralSecurityException(
                    "it always gives tickets: use the engine boringssl to go without, or leave 'sessionTickets: false' out");
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(settings.identities()).getKeyManagers(), trust(settings), null);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(settings.versions().toArray(String[]::new));
        parameters.setCipherSuites(Suites.of(settings.ciphers(), context));
        parameters.setApplicationProtocols(settings.protocols().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(settings.prefersOwnCiphers());
        context.getServerSessionContext().setSessionCacheSize(Math.max(FEWEST_KEPT, settings.sessions().kept()));
        settings.clientAuth().ifPresent(clientAuth -> ask(clientAuth, parameters));
        return new JdkTlsServer(context, parameters);
    }

    /** This factory takes what fits the client's algorithms, and does not look at each certificate anew for each client. */
    private static KeyManagerFactory keys(List<Identity> identities) throws GeneralSecurityException {
        KeyStore store = empty();
        for (int i = 0; i < identities.size(); i++) {
            Identity identity = identities.get(i);
            store.setKeyEntry("key" + i, identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, NO_PASSWORD);
        return keys;
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException impossible) {
            throw new KeyStoreException("an empty store cannot be made", impossible);
        }
        return store;
    }

    /** Nobody is trusted where nobody is asked; without this Java would trust those that the system does. */
    private static TrustManager[] trust(TlsSettings settings) {
        return settings.clientAuth().map(clientAuth -> new TrustManager[] {clientAuth.trust()}).orElseGet(() -> new TrustManager[0]);
    }

    private static void ask(ClientAuth clientAuth, SSLParameters parameters) {
        if (clientAuth.required()) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(true);
        }
    }

    @Override
    public SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
