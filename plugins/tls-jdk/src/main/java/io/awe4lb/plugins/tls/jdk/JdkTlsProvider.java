package io.awe4lb.plugins.tls.jdk;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import java.security.GeneralSecurityException;

/** Makes {@link JdkTlsServer}s and {@link JdkTlsClient}s. */
public final class JdkTlsProvider implements TlsEngineProvider {

    @Override
    public String type() {
        return "jdk";
    }

    @Override
    public String description() {
        return "The engines of Java: on every platform, with nothing else installed.";
    }

    @Override
    public TlsServer server(TlsSettings settings) throws GeneralSecurityException {
        return JdkTlsServer.of(settings);
    }

    @Override
    public TlsClient client(TlsClientSettings settings) throws GeneralSecurityException {
        return JdkTlsClient.of(settings);
    }
}
