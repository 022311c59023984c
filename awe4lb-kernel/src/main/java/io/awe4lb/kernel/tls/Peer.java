package io.awe4lb.kernel.tls;

import io.awe4lb.kernel.tls.Engines.Engine;
import io.awe4lb.spi.BackendSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backend as TLS meets it: keeps what was prepared for it, with its sessions, for the next connection. Any thread. */
public final class Peer {

    /** Null before it was met, and after it was forgotten. Written under the lock. */
    private volatile @Nullable PeerEngines engines;
    /** Whether nothing is to be kept of it. Guarded by this. */
    private boolean hasLeft;

    Engine open(Outfit outfit, BackendSpec backend, List<String> protocols) {
        PeerEngines known = engines;
        return (known != null && known.isFor(outfit, backend) ? known : met(outfit, backend)).open(protocols);
    }

    private synchronized PeerEngines met(Outfit outfit, BackendSpec backend) {
        PeerEngines known = engines;
        if (known != null && known.isFor(outfit, backend)) {
            return known;
        }
        forget();
        PeerEngines next = new PeerEngines(outfit, backend);
        if (hasLeft) {
            next.retire();
        } else {
            engines = next;
        }
        return next;
    }

    /** Keeps nothing of before: the pool speaks another way now, or not at all. */
    public synchronized void forget() {
        PeerEngines known = engines;
        if (known != null) {
            known.retire();
            engines = null;
        }
    }

    /** It is a member of a pool. */
    public synchronized void come() {
        hasLeft = false;
    }

    /** It is none any more. Connections live on, and those that are on their way still get an engine. */
    public synchronized void leave() {
        hasLeft = true;
        forget();
    }
}
