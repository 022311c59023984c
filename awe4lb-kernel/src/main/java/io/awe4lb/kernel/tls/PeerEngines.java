package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.spi.BackendSpec;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is prepared for one backend, by the protocols that are offered to it: few, and each with sessions of its own. Any loop. */
final class PeerEngines {

    private final Outfit outfit;
    private final BackendSpec backend;
    private final Map<List<String>, Engines> byProtocols = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private boolean retired;

    PeerEngines(Outfit outfit, BackendSpec backend) {
        this.outfit = outfit;
        this.backend = backend;
    }

    /** Whether nothing has changed that matters to TLS; a backend's address never does. */
    boolean isFor(Outfit now, BackendSpec same) {
        return outfit == now && backend.sni().equals(same.sni());
    }

    Engine open(List<String> protocols) {
        Engines known = byProtocols.get(protocols);
        return known == null ? first(protocols) : known.open();
    }

    private synchronized Engine first(List<String> protocols) {
        Engines known = byProtocols.get(protocols);
        if (known != null) {
            return known.open();
        }
        Engines made = made(protocols);
        if (!retired) {
            byProtocols.put(protocols, made);
            return made.open();
        }
        try {
            return made.open();
        } finally {
            made.retire();
        }
    }

    private Engines made(List<String> protocols) {
        try {
            return outfit.engines(backend, protocols);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the TLS engine took these settings before", failure);
        }
    }

    /** Nothing is kept any more; those who come late are served, each with something of its own. Once. */
    synchronized void retire() {
        retired = true;
        byProtocols.values().forEach(Engines::retire);
    }
}
