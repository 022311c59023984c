package io.awe4lb.kernel.pool;

import io.awe4lb.kernel.config.HealthCheckConfig;
import io.awe4lb.kernel.config.PassiveHealthConfig;
import io.awe4lb.kernel.config.PoolConfig;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.HealthCheck;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backend with everything that watches it: its checks, its name's look-ups, its failed connects. On the control thread. */
final class Watched implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final Pool pool;
    private final PassiveHealthConfig passiveHealth;
    private final PoolBackend backend;
    private final Optional<HealthTally> tally;
    private final Optional<HealthChecking> checking;
    private final Optional<Resolving> resolving;
    private final CompletableFuture<Void> resolved = new CompletableFuture<>();
    /** Readings of the nano clock, oldest first; only those that are younger than the ejection time. */
    private final ArrayDeque<Long> connectFailures = new ArrayDeque<>();
    /** Whether the last look-up of the name brought nothing. */
    private boolean unresolvable;

    Watched(Pool pool, BackendSpec spec, PoolConfig config, Optional<HealthCheck> check, int loops) {
        this.pool = pool;
        this.passiveHealth = config.passiveHealth();
        this.tally = config.healthCheck().map(settings -> new HealthTally(settings, pool.clock()));
        Optional<SocketAddress> literal = Resolving.literal(spec.address());
        this.backend = new PoolBackend(pool, spec, initialHealth(), literal.map(List::of).orElse(List.of()), loops);
        this.checking = config.healthCheck().map(settings -> checking(settings, check.orElseThrow()));
        this.resolving = literal.isPresent() ? Optional.empty() : Optional.of(resolving((Address.Inet) spec.address()));
        if (literal.isPresent()) {
            resolved.complete(null);
        }
    }

    private Health initialHealth() {
        return tally.map(HealthTally::health)
                .orElseGet(() -> new Health(Status.UNCHECKED, true, "unchecked", "the pool has no health check", pool.clock().instant()));
    }

    private HealthChecking checking(HealthCheckConfig settings, HealthCheck check) {
        return new HealthChecking(settings, check, backend, result -> pool.onControl(() -> pool.onCheck(this, result)));
    }

    private Resolving resolving(Address.Inet name) {
        return new Resolving(name, addresses -> pool.onControl(() -> onAddresses(addresses)));
    }

    PoolBackend backend() {
        return backend;
    }

    /** Completes when the name was looked up once, whatever came of it. */
    CompletableFuture<Void> resolved() {
        return resolved;
    }

    void start() {
        checking.ifPresent(HealthChecking::start);
        resolving.ifPresent(Resolving::start);
    }

    @Override
    public void close() {
        checking.ifPresent(HealthChecking::close);
        resolving.ifPresent(Resolving::close);
        resolved.complete(null);
    }

    Health count(CheckResult result) {
        return tally.orElseThrow().count(result);
    }

    /** Counts one failed connect. @return whether it was one too many */
    boolean countsAsEjected() {
        long window = passiveHealth.ejection().toNanos();
        if (window == 0) {
            return false;
        }
        long now = System.nanoTime();
        connectFailures.addLast(now);
        while (now - connectFailures.peekFirst() > window || connectFailures.size() > passiveHealth.failures()) {
            connectFailures.removeFirst();
        }
        return connectFailures.size() >= passiveHealth.failures();
    }

    /** A name that does not resolve any more keeps the addresses that it had. */
    private void onAddresses(List<SocketAddress> addresses) {
        if (addresses.isEmpty() != unresolvable) {
            unresolvable = addresses.isEmpty();
            LOG.warn("backend {}: its name {}", backend, unresolvable ? doesNotResolve() : "resolves again");
        }
        if (!addresses.isEmpty() && !addresses.equals(backend.addresses())) {
            pool.onResolved(this, () -> backend.resolved(addresses));
        }
        resolved.complete(null);
    }

    private String doesNotResolve() {
        return backend.addresses().isEmpty() ? "does not resolve; it gets no connections until it does"
                : "does not resolve any more; its last addresses stay";
    }
}
