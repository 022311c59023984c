package io.awe4lb.kernel.pool;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** For which backends it is news that the local ports towards them are about to run out: each is told of once, until there is room again. One thread. */
public final class PortNews {

    private static final double SHORT = 0.8;
    private static final double ENOUGH = 0.7;

    private final Set<PoolBackend> told = new HashSet<>();

    /** Nothing was told yet. */
    public PortNews() {
        // the set says so
    }

    /**
     * Looks at one backend.
     *
     * @param backend with the connections that it has now
     * @param limit of them, by {@link SourcePorts}
     * @return what to say, if anything
     */
    public Optional<String> look(PoolBackend backend, long limit) {
        int used = backend.activeConnections();
        if (used < limit * ENOUGH) {
            told.remove(backend);
        }
        if (used < limit * SHORT || !told.add(backend)) {
            return Optional.empty();
        }
        return Optional.of("%d of the %d connections live that local ports allow: give the pool more sourceAddresses, or widen %s"
                .formatted(used, limit, "net.ipv4.ip_local_port_range"));
    }

    /**
     * Forgets those that are gone.
     *
     * @param members that are there
     */
    public void retain(Set<PoolBackend> members) {
        told.retainAll(members);
    }
}
