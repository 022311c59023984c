package io.awe4lb.plugins.tls.boringssl;

import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SSLSession;
import io.netty.internal.tcnative.SSLSessionCache;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sessions with one backend, the newest first. Each holds memory of BoringSSL's, which is freed here. Those of TLS 1.3 are for one connection
 * each, so that nobody can tell that two are of the same client (RFC 8446, C.4). Any thread.
 */
final class KeptSessions implements SSLSessionCache {

    /** As many as connections may begin at about the same time. */
    private static final int MOST = 32;

    private final Deque<Long> sessions = new ArrayDeque<>();
    private boolean isClosed;

    KeptSessions(long context) {
        SSLContext.setSessionCacheMode(context,
                SSL.SSL_SESS_CACHE_CLIENT | SSL.SSL_SESS_CACHE_NO_INTERNAL_LOOKUP | SSL.SSL_SESS_CACHE_NO_INTERNAL_STORE);
        SSLContext.setSSLSessionCache(context, this);
    }

    /** Lets a connection that begins resume the newest one, if there is one. */
    synchronized void offer(BoringEngine engine) {
        Long newest = sessions.pollFirst();
        if (newest == null) {
            return;
        }
        SSL.setSession(engine.pointer(), newest);
        if (SSLSession.shouldBeSingleUse(newest)) {
            SSLSession.free(newest);
        } else {
            sessions.addFirst(newest);
        }
    }

    /** BoringSSL has one. @return whether it is taken, and freed later */
    @Override
    public synchronized boolean sessionCreated(long ssl, long session) {
        if (isClosed) {
            return false;
        }
        sessions.addFirst(session);
        if (sessions.size() > MOST) {
            SSLSession.free(sessions.removeLast());
        }
        return true;
    }

    /** Asked of servers only. */
    @Override
    public long getSession(long ssl, byte[] id) {
        return -1;
    }

    synchronized void close() {
        isClosed = true;
        sessions.forEach(SSLSession::free);
        sessions.clear();
    }
}
