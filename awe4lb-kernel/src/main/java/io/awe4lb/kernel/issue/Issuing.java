package io.awe4lb.kernel.issue;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.config.IssuerConfig;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.tls.Issued;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has certificates given that listeners want of issuers, and renewed in time. A virtual thread an issuer; what does not change when the
 * configuration does is not asked for anew.
 */
public final class Issuing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);

    private final Desk.Means means;
    /** By id of the issuer; they outlive a change of its options. */
    private final Map<String, IssueCounters> counters = new ConcurrentHashMap<>();
    /** Replaced by whoever changes the configuration. */
    private volatile Map<IssuerConfig, Working> working = Map.of();

    /** @param wanted of this issuer */
    private record Working(List<IssuedConfig> wanted, Desk desk, Thread thread) {}

    /**
     * Nothing is wanted yet.
     *
     * @param issued where certificates go
     * @param events where it tells what happens
     * @param clock says what is due
     */
    public Issuing(Issued issued, Events events, InstantSource clock) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        this.means = new Desk.Means(issued, new Report(events, clock), clock, random);
    }

    /**
     * Goes on with what another configuration wants. Does not wait. One thread at a time.
     *
     * @param config in force
     */
    public synchronized void follow(BalancerConfig config) {
        Map<IssuerConfig, Working> before = working;
        Map<IssuerConfig, List<IssuedConfig>> wanted = wanted(config);
        List<Thread> last = before.entrySet().stream().filter(one -> !one.getValue().wanted().equals(wanted.get(one.getKey())))
                .map(one -> one.getValue().thread()).toList();
        last.forEach(Thread::interrupt);
        Map<IssuerConfig, Working> after = new LinkedHashMap<>();
        wanted.forEach((issuer, ofOne) -> {
            Working same = before.get(issuer);
            after.put(issuer, same != null && same.wanted().equals(ofOne) ? same : begin(issuer, ofOne, last));
        });
        working = after;
    }

    private static Map<IssuerConfig, List<IssuedConfig>> wanted(BalancerConfig config) {
        Map<IssuerConfig, List<IssuedConfig>> wanted = new LinkedHashMap<>();
        config.listeners().values().stream().flatMap(listener -> listener.tls().stream()).flatMap(tls -> tls.certificates().stream())
                .forEach(source -> {
                    if (source instanceof IssuedConfig one) {
                        List<IssuedConfig> ofOne = wanted.computeIfAbsent(one.issuer(), _ -> new ArrayList<>());
                        if (!ofOne.contains(one)) {
                            ofOne.add(one);
                        }
                    }
                });
        return wanted;
    }

    /** @param last threads that end: what they still tell an authority may be what it asks for again */
    private Working begin(IssuerConfig issuer, List<IssuedConfig> wanted, List<Thread> last) {
        Desk desk = new Desk(issuer, wanted, means, counters.computeIfAbsent(issuer.id(), _ -> new IssueCounters()));
        return new Working(wanted, desk, Thread.ofVirtual().name("issuer " + issuer.id()).start(() -> work(issuer, desk, last)));
    }

    private static void work(IssuerConfig issuer, Desk desk, List<Thread> last) {
        try {
            for (Thread ending : last) {
                ending.join();
            }
            while (!Thread.interrupted()) {
                Duration idle = desk.work();
                Thread.sleep(idle.isNegative() ? Duration.ZERO : idle);
            }
        } catch (InterruptedException _) { // nobody wants it any more
            LOG.debug("issuer {}: nothing more is wanted", issuer.id());
        }
    }

    /**
     * How it goes with one certificate. Any thread.
     *
     * @param wanted by a listener
     * @return empty if nobody sees to it
     */
    public Optional<IssuedStatus> status(IssuedConfig wanted) {
        return Optional.ofNullable(working.get(wanted.issuer())).stream().flatMap(one -> one.desk().status().stream())
                .filter(status -> status.wanted().equals(wanted)).findFirst();
    }

    /**
     * How it goes with all certificates. Any thread.
     *
     * @return in the order of the configuration
     */
    public List<IssuedStatus> status() {
        return working.values().stream().flatMap(one -> one.desk().status().stream()).toList();
    }

    /**
     * What came of orders. Any thread.
     *
     * @return by id of the issuer
     */
    public Map<String, IssueCounters> counters() {
        return Map.copyOf(counters);
    }

    /** Asks nobody any more. Idempotent; does not wait. */
    @Override
    public synchronized void close() {
        working.values().forEach(one -> one.thread().interrupt());
        working = Map.of();
    }
}
