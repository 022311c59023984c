package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.pool.Pool;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.tls.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the files of listeners' and pools' certificates, on a virtual thread of its own: renewed ones are used without a word from
 * anybody.
 */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Supplier<Collection<Listener>> listeners;
    private final Supplier<Collection<Pool>> pools;
    private final Events events;
    private final Repeating looks;
    /** By whose files they are: told once, until it is another one. */
    private final Map<Owner, String> failures = new HashMap<>();
    private final Map<Owner, Set<String>> warnings = new HashMap<>();

    /** Whose certificates they are. */
    private record Owner(String kind, String id) {

        Subject subject() {
            return kind.equals("pool") ? Subject.pool(id) : Subject.listener(id);
        }

        @Override
        public String toString() {
            return kind + " " + id;
        }
    }

    /** @param each how long it waits between two looks */
    CertificateWatch(Supplier<Collection<Listener>> listeners, Supplier<Collection<Pool>> pools, Events events, Duration each) {
        this.listeners = listeners;
        this.pools = pools;
        this.events = events;
        this.looks = new Repeating("certificates", each, this::look);
    }

    private void look() {
        listeners.get().forEach(listener -> listener.termination().ifPresent(
                termination -> look(new Owner("listener", listener.id()), termination)));
        pools.get().forEach(pool -> pool.origination().ifPresent(origination -> look(new Owner("pool", pool.id()), origination)));
    }

    /** Whatever goes wrong, it looks again. */
    private void look(Owner owner, Credentials credentials) {
        try {
            boolean isRenewed = credentials.renew();
            String failure = failures.remove(owner);
            if (isRenewed) {
                LOG.info("{}: new certificates are used", owner);
                tell(owner, Event.Severity.INFO, "new certificates are used");
            } else if (failure != null) {
                tell(owner, Event.Severity.INFO, "the certificates can be read again, and are those that it has");
            }
        } catch (IOException failure) {
            failed(owner, String.valueOf(failure.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("{}: renewed certificates are not used, by a bug", owner, bug);
        }
        warn(owner, credentials.warnings());
    }

    /** Each once, as long as it holds. */
    private void warn(Owner owner, List<String> sentences) {
        Set<String> last = Objects.requireNonNullElse(warnings.put(owner, Set.copyOf(sentences)), Set.of());
        sentences.stream().filter(sentence -> !last.contains(sentence)).forEach(sentence -> {
            LOG.warn("{}: {}", owner, sentence);
            tell(owner, Event.Severity.WARNING, sentence);
        });
    }

    private void failed(Owner owner, String sentence) {
        if (!sentence.equals(failures.put(owner, sentence))) {
            LOG.warn("{} goes on with the certificates that it has: {}", owner, sentence);
            tell(owner, Event.Severity.WARNING, "it goes on with the certificates that it has: " + sentence);
        }
    }

    private void tell(Owner owner, Event.Severity severity, String message) {
        events.publish(EventType.CERTIFICATE, severity, owner.subject(), "", message);
    }

    @Override
    public void close() {
        looks.close();
    }
}
