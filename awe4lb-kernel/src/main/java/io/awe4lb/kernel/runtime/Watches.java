package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.admission.Overload;
import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.LocalPorts;
import io.awe4lb.kernel.tls.Staples;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/** Those who look again and again at what changes without a word: files, answers of authorities, faults, and what the process runs short of. */
final class Watches implements AutoCloseable {

    private static final Duration CERTIFICATES_LOOKED_AT = Duration.ofSeconds(2);

    private final CertificateWatch certificates;
    private final StapleWatch staples;
    private final AccessWatch access;
    private final FaultWatch faults;
    private final OverloadWatch overload;
    private final PortWatch ports;

    /**
     * What is looked at, as it is at each look.
     *
     * @param config in force
     * @param listeners of it
     * @param pools of it
     */
    record Watched(Supplier<BalancerConfig> config, Supplier<Collection<Listener>> listeners, Supplier<Collection<Pool>> pools) {}

    /** Begins to look. */
    Watches(Watched watched, Overload overload, Loops loops, Staples staples, Events events) {
        this.certificates = new CertificateWatch(watched.listeners(), watched.pools(), events, CERTIFICATES_LOOKED_AT);
        this.staples = new StapleWatch(watched.listeners(), staples, events);
        this.access = new AccessWatch(watched.listeners(), events, AccessWatch.EACH);
        this.faults = new FaultWatch(watched.listeners(), events, FaultWatch.EACH);
        this.overload = new OverloadWatch(overload, loops, watched.config(), events);
        this.ports = new PortWatch(watched.pools(), LocalPorts::count, events, PortWatch.EACH);
    }

    @Override
    public void close() {
        certificates.close();
        staples.close();
        access.close();
        faults.close();
        overload.close();
        ports.close();
    }
}
