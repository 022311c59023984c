package io.awe4lb.plugins.tls.boringssl;

import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.ClientAuth;
import io.awe4lb.spi.TlsSettings.Identity;
import io.awe4lb.spi.TlsSettings.Sessions;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;

/** A context of BoringSSL with one group of certificates, sessions and ticket keys of its own. */
final class BoringServer implements TlsServer {

    private static final byte[] SESSIONS = {'a', 'w', 'e', '4', 'l', 'b'};

    private final Context context;
    private final TicketKeys tickets;

    private BoringServer(Context context, TicketKeys tickets) {
        this.context = context;
        this.tickets = tickets;
    }

    static BoringServer of(TlsSettings settings, LongSupplier nanos) throws GeneralSecurityException {
        Context context = Context.of(false, settings.versions(), settings.ciphers(), settings.protocols());
        try {
            for (Identity identity : cheapestFirst(settings.identities())) {
                context.show(identity);
            }
            if (settings.clientAuth().isPresent()) {
                ask(settings.clientAuth().get(), context);
            }
            context.option(SSL.SSL_OP_CIPHER_SERVER_PREFERENCE, settings.prefersOwnCiphers());
            resume(settings.sessions(), context);
            return new BoringServer(context, new TicketKeys(context.pointer(), nanos));
        } catch (GeneralSecurityException refused) {
            context.close();
            throw refused;
        }
    }

    /** BoringSSL takes the first that the client can verify: to sign with an RSA key takes ten times as long as with others. */
    private static List<Identity> cheapestFirst(List<Identity> identities) {
        return identities.stream().sorted(Comparator.comparing(identity -> identity.key().getAlgorithm().equals("RSA"))).toList();
    }

    /** Its binding keeps no session unless it is told to. */
    private static void resume(Sessions sessions, Context context) {
        SSLContext.setSessionIdContext(context.pointer(), SESSIONS);
        SSLContext.setSessionCacheTimeout(context.pointer(), TicketKeys.EACH.toSeconds());
        context.option(SSL.SSL_OP_NO_TICKET, !sessions.tickets());
        if (sessions.kept() > 0) {
            SSLContext.setSessionCacheSize(context.pointer(), sessions.kept());
            SSLContext.setSessionCacheMode(context.pointer(), SSL.SSL_SESS_CACHE_SERVER);
        }
    }

    private static void ask(ClientAuth clientAuth, Context context) throws GeneralSecurityException {
        context.check(clientAuth.required(), clientAuth.trust());
        context.await(clientAuth.trust().getAcceptedIssuers());
    }

    @Override
    public SSLEngine engine() {
        tickets.rotateIfDue();
        return context.engine();
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
        context.close();
    }

    /** How many engines are not freed, and one more until it is closed. */
    int users() {
        return context.users();
    }
}
