package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.tls.Termination;
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

/** Looks after the files of listeners' certificates, on a virtual thread of its own: renewed ones are used without a word from anybody. */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Supplier<Collection<Listener>> listeners;
    private final Events events;
    private final Duration each;
    private final Thread thread;
    /** By listener: told once, until it is another one. */
    private final Map<String, String> failures = new HashMap<>();
    private final Map<String, Set<String>> warnings = new HashMap<>();

    /** @param each how long it waits between two looks */
    CertificateWatch(Supplier<Collection<Listener>> listeners, Events events, Duration each) {
        this.listeners = listeners;
        this.events = events;
        this.each = each;
        this.thread = Thread.ofVirtual().name("certificates").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(each);
                listeners.get().forEach(listener -> listener.termination().ifPresent(termination -> {
                    look(listener.id(), termination);
                    warn(listener.id(), termination.warnings());
                }));
            }
        } catch (InterruptedException _) { // closed
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong, it looks again. */
    private void look(String listener, Termination termination) {
        try {
            boolean isRenewed = termination.renew();
            String failure = failures.remove(listener);
            if (isRenewed) {
                LOG.info("listener {}: new certificates are used", listener);
                tell(listener, Event.Severity.INFO, "new certificates are used");
            } else if (failure != null) {
                tell(listener, Event.Severity.INFO, "the certificates can be read again, and are those that it has");
            }
        } catch (IOException failure) {
            failed(listener, String.valueOf(failure.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("listener {}: renewed certificates are not used, by a bug", listener, bug);
        }
    }

    /** Each once, as long as it holds. */
    private void warn(String listener, List<String> sentences) {
        Set<String> last = Objects.requireNonNullElse(warnings.put(listener, Set.copyOf(sentences)), Set.of());
        sentences.stream().filter(sentence -> !last.contains(sentence)).forEach(sentence -> {
            LOG.warn("listener {}: {}", listener, sentence);
            tell(listener, Event.Severity.WARNING, sentence);
        });
    }

    private void failed(String listener, String sentence) {
        if (!sentence.equals(failures.put(listener, sentence))) {
            LOG.warn("listener {} goes on with the certificates that it has: {}", listener, sentence);
            tell(listener, Event.Severity.WARNING, "it goes on with the certificates that it has: " + sentence);
        }
    }

    private void tell(String listener, Event.Severity severity, String message) {
        events.publish(EventType.CERTIFICATE, severity, Subject.listener(listener), "", message);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
