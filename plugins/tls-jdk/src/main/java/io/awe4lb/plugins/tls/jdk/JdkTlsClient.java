package io.awe4lb.plugins.tls.jdk;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** A context of Java's for one backend. It keeps sessions by the name and port that an engine is made for: here all have the same. */
final class JdkTlsClient implements TlsClient {

    private static final String PEER = "backend";
    private static final int PORT = 1;

    private final SSLContext context;
    private final SSLParameters parameters;
    private final boolean resumes;

    private JdkTlsClient(SSLContext context, SSLParameters parameters, boolean resumes) {
        this.context = context;
        this.parameters = parameters;
        this.resumes = resumes;
    }

    static JdkTlsClient of(TlsClientSettings settings) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = settings.identity().map(OneKey::new).map(key -> new KeyManager[] {key}).orElseGet(() -> new KeyManager[0]);
        context.init(keys, new TrustManager[] {settings.trust()}, null);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(settings.versions().toArray(String[]::new));
        parameters.setCipherSuites(Suites.of(settings.ciphers(), context));
        parameters.setApplicationProtocols(settings.protocols().toArray(String[]::new));
        List<SNIServerName> names = settings.serverName().<SNIServerName>map(ServerName::new).map(List::of).orElse(List.of());
        parameters.setServerNames(names);
        return new JdkTlsClient(context, parameters, settings.resumes());
    }

    /** One without a peer finds no session, and keeps none. */
    @Override
    public SSLEngine engine() {
        SSLEngine engine = resumes ? context.createSSLEngine(PEER, PORT) : context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
