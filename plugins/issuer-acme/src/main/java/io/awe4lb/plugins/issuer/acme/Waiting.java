package io.awe4lb.plugins.issuer.acme;

import io.awe4lb.spi.IssuingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

/** Asks an authority again and again whether it is done: when it says when, then, else soon at first and then ever more seldom. */
final class Waiting {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Waiting() {}

    /** @throws IssuingException if it takes too long */
    static void until(Set<Status> awaited, PollableResource resource) throws AcmeException, IssuingException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        Duration pause = FIRST;
        while (!awaited.contains(resource.getStatus())) {
            Optional<Instant> again = resource.fetch();
            if (awaited.contains(resource.getStatus())) {
                return;
            }
            Instant next = again.filter(Instant.now()::isBefore).orElse(Instant.now().plus(pause));
            if (next.isAfter(end)) {
                throw new IssuingException("the authority is not done after %d minutes".formatted(PATIENCE.toMinutes()));
            }
            Thread.sleep(Duration.between(Instant.now(), next));
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
    }
}
