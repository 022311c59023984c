package io.awe4lb.admin;

import io.awe4lb.admin.tls.Certificate;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the certificate's files, on a virtual thread of its own: a renewed one is used without a word from anybody. */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");
    private static final Duration EACH = Duration.ofSeconds(2);

    private final Supplier<Optional<Certificate>> current;
    private final Renewal renewal;
    private final Events events;
    private final Duration each;
    private final Thread thread;
    /** Told once, until it is another one. */
    private String lastFailure = "";

    /** What is done with files that have changed. */
    @FunctionalInterface
    interface Renewal {

        void renew(Certificate next) throws IOException;
    }

    /** @param current the one in force; empty without TLS */
    CertificateWatch(Supplier<Optional<Certificate>> current, Renewal renewal, Events events) {
        this(current, renewal, events, EACH);
    }

    /** @param each how long it waits between two looks */
    CertificateWatch(Supplier<Optional<Certificate>> current, Renewal renewal, Events events, Duration each) {
        this.each = each;
        this.events = events;
        this.current = current;
        this.renewal = renewal;
        this.thread = Thread.ofVirtual().name("admin-certificate").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.interrupted()) {
                Thread.sleep(each);
                look();
            }
        } catch (InterruptedException _) { // closed
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong, it looks again. */
    private void look() {
        try {
            current.get().ifPresent(this::look);
        } catch (RuntimeException bug) {
            LOG.error("a renewed certificate of the admin server is not used, by a bug", bug);
        }
    }

    private void look(Certificate last) {
        try {
            Certificate next = Certificate.read(last.config());
            if (!next.equals(last)) {
                renewal.renew(next);
                LOG.info("the admin server uses the new certificate of {}", last.config().cert());
                tell(Event.Severity.INFO, "the admin server uses the new certificate of " + last.config().cert());
            } else if (!lastFailure.isEmpty()) {
                tell(Event.Severity.INFO, "the certificate of the admin server can be read again, and is the one that it has");
            }
            lastFailure = "";
        } catch (IOException failure) {
            String sentence = String.valueOf(failure.getMessage());
            if (!sentence.equals(lastFailure)) {
                LOG.warn("the admin server goes on with the certificate that it has: {}", sentence);
                tell(Event.Severity.WARNING, "the admin server goes on with the certificate that it has: " + sentence);
                lastFailure = sentence;
            }
        }
    }

    private void tell(Event.Severity severity, String message) {
        events.publish(EventType.CERTIFICATE, severity, Subject.NONE, "", message);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
