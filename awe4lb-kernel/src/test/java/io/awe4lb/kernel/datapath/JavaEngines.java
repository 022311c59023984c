package io.awe4lb.kernel.datapath;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.ClientAuth;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

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
        keys.init(store(settings.identities()), NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), settings.clientAuth().map(JavaEngines::trust).orElse(null), null);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(settings.versions().toArray(String[]::new));
        parameters.setApplicationProtocols(settings.protocols().toArray(String[]::new));
        parameters.setNeedClientAuth(settings.clientAuth().filter(ClientAuth::required).isPresent());
        if (settings.clientAuth().filter(clientAuth -> !clientAuth.required()).isPresent()) {
            parameters.setWantClientAuth(true);
        }
        return () -> engine(context, false, parameters);
    }

    @Override
    public TlsClient client(TlsClientSettings settings) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store(settings.identity().map(List::of).orElse(List.of())), NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {settings.trust()}, null);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(settings.versions().toArray(String[]::new));
        parameters.setApplicationProtocols(settings.protocols().toArray(String[]::new));
        parameters.setServerNames(settings.serverName().<SNIServerName>map(SNIHostName::new).map(List::of).orElse(List.of()));
        return () -> engine(context, true, parameters);
    }

    private static TrustManager[] trust(ClientAuth clientAuth) {
        return new TrustManager[] {clientAuth.trust()};
    }

    private static SSLEngine engine(SSLContext context, boolean isClient, SSLParameters parameters) {
        SSLEngine engine = context.createSSLEngine("backend", 1);
        engine.setUseClientMode(isClient);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static KeyStore store(List<Identity> identities) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        for (Identity identity : identities) {
            store.setKeyEntry(identity.key().getAlgorithm(), identity.key(), NO_PASSWORD,
                    identity.chain().toArray(X509Certificate[]::new));
        }
        return store;
    }
}
