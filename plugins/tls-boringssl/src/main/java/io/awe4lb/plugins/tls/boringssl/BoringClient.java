package io.awe4lb.plugins.tls.boringssl;

import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.netty.internal.tcnative.SSL;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A context of BoringSSL for one backend, with the sessions that may be resumed with it. */
final class BoringClient implements TlsClient {

    private final Context context;
    private final Optional<String> serverName;
    private final @Nullable KeptSessions sessions;

    private BoringClient(Context context, Optional<String> serverName, @Nullable KeptSessions sessions) {
        this.context = context;
        this.serverName = serverName;
        this.sessions = sessions;
    }

    static BoringClient of(TlsClientSettings settings) throws GeneralSecurityException {
        Context context = Context.of(true, settings.versions(), settings.ciphers(), settings.protocols());
        try {
            if (settings.identity().isPresent()) {
                context.show(settings.identity().get());
            }
            context.check(true, settings.trust());
            return new BoringClient(context, settings.serverName(), settings.resumes() ? new KeptSessions(context.pointer()) : null);
        } catch (GeneralSecurityException refused) {
            context.close();
            throw refused;
        }
    }

    @Override
    public SSLEngine engine() {
        BoringEngine engine = context.engine();
        serverName.ifPresent(name -> SSL.setTlsExtHostName(engine.pointer(), name));
        if (sessions != null) {
            sessions.offer(engine);
        }
        return engine;
    }

    @Override
    public boolean isResumed(SSLEngine engine, long begun) {
        return ((BoringEngine) engine).isResumed();
    }

    @Override
    public void release(SSLEngine engine) {
        ((BoringEngine) engine).release();
    }

    @Override
    public void close() {
        if (sessions != null) {
            sessions.close();
        }
        context.close();
    }
}
