package io.awe4lb.plugins.discovery.kubernetes;

import io.awe4lb.plugins.http.TimeLimit;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches what a cluster knows of one Service, and tells the backends that follow from it. The server is asked only when a watch is over. */
final class KubernetesDiscovery implements Discovery {

    private final Access access;
    private final ServiceName service;
    private final Optional<PortChoice> port;
    private final AddressKind kind;
    /** Has a permit when something has happened on a watch. */
    private final Semaphore bell = new Semaphore(0);

    private @Nullable ServiceView view;
    private List<BackendSpec> told = List.of();

    KubernetesDiscovery(Access access, ServiceName service, Optional<PortChoice> port, AddressKind kind) {
        this.access = access;
        this.service = service;
        this.port = port;
        this.kind = kind;
    }

    @Override
    public Discovered discover() throws DiscoveryException, InterruptedException {
        ServiceView current = view;
        if (current == null) {
            current = ServiceView.open(access, service, kind, bell::release);
            view = current;
        }
        current.refresh();
        try {
            told = current.backends(port);
            return Discovered.validFor(told, Duration.ZERO);
        } catch (IllegalArgumentException wrong) {
            throw new DiscoveryException("%s: %s".formatted(current, wrong.getMessage()), wrong);
        }
    }

    @Override
    public void awaitChange(Duration pause) throws InterruptedException {
        ServiceView current = view;
        if (current == null) {
            Thread.sleep(pause);
            return;
        }
        long begin = System.nanoTime();
        long end = begin + shorter(pause, Watched.LONGEST_WATCH).toNanos();
        while (bell.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            bell.drainPermits();
            if (!current.takeIn()) {
                if (current.hasEndedAtOnce()) {
                    Thread.sleep(shorter(pause, TimeLimit.CALM).minusNanos(System.nanoTime() - begin));
                }
                return;
            }
            if (hasChanged(current)) {
                return;
            }
        }
    }

    /** What does not go together is news, too. */
    private boolean hasChanged(ServiceView current) {
        try {
            return !current.backends(port).equals(told);
        } catch (IllegalArgumentException _) {
            return true;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        if (view != null) {
            view.close();
        }
    }
}
