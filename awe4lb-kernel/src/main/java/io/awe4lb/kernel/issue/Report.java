package io.awe4lb.kernel.issue;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what came of orders, in the log and as events. Any thread. */
record Report(Events events, InstantSource clock) {

    private static final Logger LOG = LoggerFactory.getLogger(Report.class);

    void issued(IssuedStatus status, X509Certificate given) {
        String message = "%s has given a certificate for %s, valid until %s; the next one is asked for at %s".formatted(
                status.wanted().issuer().id(), names(status), given.getNotAfter().toInstant(), seconds(status.nextTry()));
        LOG.info("{}", message);
        events.publish(EventType.CERTIFICATE, Event.Severity.INFO, Subject.NONE, "", message);
    }

    void failed(IssuedStatus status, Optional<X509Certificate> last) {
        boolean isServed = last.filter(one -> clock.instant().isBefore(one.getNotAfter().toInstant())).isPresent();
        String meanwhile = last.map(one -> "clients get the last one, which " + (isServed ? "is valid until " : "is over since ")
                + one.getNotAfter().toInstant()).orElse("clients get one that nobody trusts");
        String message = "%s has given no certificate for %s: %s; %s; it is asked again at %s".formatted(
                status.wanted().issuer().id(), names(status), status.lastError().orElseThrow(), meanwhile, seconds(status.nextTry()));
        LOG.warn("{}", message);
        events.publish(EventType.CERTIFICATE, isServed ? Event.Severity.WARNING : Event.Severity.ERROR, Subject.NONE, "", message);
    }

    private static String names(IssuedStatus status) {
        return String.join(", ", status.wanted().names());
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
