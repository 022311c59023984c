package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.RemovePolicy;
import io.awe4lb.kernel.listener.BoundListener;
import io.awe4lb.kernel.pool.PoolBackend;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Which live connections changes touch: only what goes touches any. */
final class Impacts {

    private final Living living;
    private final BalancerConfig next;

    /**
     * @param living before the changes
     * @param next after them: what stays goes by its new policy
     */
    Impacts(Living living, BalancerConfig next) {
        this.living = living;
        this.next = next;
    }

    List<Impact> of(List<Change> changes) {
        return changes.stream().flatMap(Impacts::flat).map(this::of).toList();
    }

    /** A pool of which nothing but its backends differs is told by those. */
    private static Stream<Change> flat(Change change) {
        if (!(change instanceof Change.PoolChanged(_, _, var keys, var backends))) {
            return Stream.of(change);
        }
        return keys.isEmpty() && !backends.isEmpty() ? backends.stream() : Stream.concat(Stream.of(change), backends.stream());
    }

    private Impact of(Change change) {
        return switch (change) {
            case Change.ListenerRemoved(var last) -> impact(change, connections(last.id()), last.onRemove());
            case Change.PoolRemoved(var last) -> impact(change, pool(last.id()).mapToInt(PoolBackend::activeConnections).sum(),
                    last.onRemove());
            case Change.BackendRemoved(var pool, var last) -> impact(change, connections(pool, last.id()), onRemove(pool));
            case Change.BackendChanged(var pool, var last, var next) when !last.address().equals(next.address()) ->
                    impact(change, connections(pool, last.id()), onRemove(pool));
            default -> new Impact(change, 0, "");
        };
    }

    private static Impact impact(Change change, int connections, RemovePolicy policy) {
        return new Impact(change, connections, connections == 0 ? "" : effect(connections, policy));
    }

    private static String effect(int connections, RemovePolicy policy) {
        String subject = connections == 1 ? "1 live connection" : connections + " live connections";
        return switch (policy) {
            case RemovePolicy.Keep _ -> subject + " may live on";
            case RemovePolicy.Close _ -> subject + " will be closed";
            case RemovePolicy.Drain(var atMost) -> "%s will be closed after %d s".formatted(subject, atMost.toSeconds());
        };
    }

    private int connections(String listener) {
        BoundListener bound = living.listeners().get(listener);
        return bound == null ? 0 : Math.toIntExact(bound.listener().stats().active());
    }

    private int connections(String pool, String backend) {
        return pool(pool).filter(member -> member.id().equals(backend)).mapToInt(PoolBackend::activeConnections).sum();
    }

    private Stream<PoolBackend> pool(String id) {
        return Optional.ofNullable(living.pools().get(id)).stream().flatMap(pool -> pool.members().all().stream());
    }

    private RemovePolicy onRemove(String pool) {
        return Objects.requireNonNull(next.pools().get(pool), pool).onRemove();
    }
}
