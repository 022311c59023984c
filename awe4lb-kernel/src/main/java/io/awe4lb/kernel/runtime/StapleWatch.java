package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.tls.Staples;
import io.awe4lb.kernel.tls.Stapling;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has authorities asked about certificates of listeners that want it, on a virtual thread of its own: they may take their time. */
final class StapleWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StapleWatch.class);
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Supplier<Collection<Listener>> listeners;
    private final Stapling stapling;
    private final Events events;
    private final Repeating looks;
    /** By certificate: told once, until it is another one. */
    private final Map<X509Certificate, String> failures = new HashMap<>();

    StapleWatch(Supplier<Collection<Listener>> listeners, Staples staples, Events events) {
        this.listeners = listeners;
        this.stapling = new Stapling(staples, InstantSource.system());
        this.events = events;
        this.looks = new Repeating("staples", EACH, this::look);
    }

    private void look() {
        List<X509Certificate> served = new ArrayList<>();
        for (Listener listener : listeners.get()) {
            listener.termination().ifPresent(termination -> termination.stapled().forEach(chain -> {
                served.add(chain.getFirst());
                ask(listener.id(), chain);
            }));
        }
        stapling.retain(served);
        failures.keySet().retainAll(served);
    }

    /** Whatever goes wrong, it asks again. */
    private void ask(String listener, List<X509Certificate> chain) {
        try {
            tell(listener, chain.getFirst(), stapling.ask(chain));
        } catch (RuntimeException bug) {
            LOG.error("listener {}: nothing is stapled, by a bug", listener, bug);
        }
    }

    private void tell(String listener, X509Certificate own, Stapling.Outcome outcome) {
        String name = own.getSubjectX500Principal().getName();
        switch (outcome) {
            case Stapling.Outcome.NotDue _ -> {}
            case Stapling.Outcome.Answered(var until) -> {
                LOG.info("listener {}: the authority says that the certificate of {} holds, until {}", listener, name, until);
                if (failures.remove(own) != null) {
                    publish(listener, Event.Severity.INFO, "the authority answers again about the certificate of " + name);
                }
            }
            case Stapling.Outcome.Failed(var why) -> {
                if (!why.equals(failures.put(own, why))) {
                    String message =
                            "the authority was asked in vain about the certificate of %s: %s; what it said last is shown as long as"
                                    + " that holds";
                    LOG.warn("listener {}: {}", listener, message.formatted(name, why));
                    publish(listener, Event.Severity.WARNING, message.formatted(name, why));
                }
            }
        }
    }

    private void publish(String listener, Event.Severity severity, String message) {
        events.publish(EventType.CERTIFICATE, severity, Subject.listener(listener), "", message);
    }

    @Override
    public void close() {
        looks.close();
    }
}
