package io.awe4lb.cli;

import io.awe4lb.cli.command.ExitCode;
import io.awe4lb.cli.command.Failure;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.Management;
import io.awe4lb.kernel.runtime.ManagementProvider;
import io.awe4lb.kernel.runtime.Running;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Subject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin server, if the installation has one. It comes after the listeners: clients do not wait for it. Where it may be missing, it is
 * tried again until it is there.
 */
final class Administration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("awe4lb");
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Optional<ManagementProvider> provider;
    private final Running running;
    private final Duration again;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread trying = Thread.ofVirtual().name("admin-server-again").unstarted(this::tryAgain);
    private volatile Optional<Management> management = Optional.empty();
    /** Why it is missing, as it was said last. */
    private String said = "";

    /**
     * @param provider empty: its jar is not in lib/
     * @param running what is administered
     * @param again time from one try to the next
     */
    Administration(Optional<ManagementProvider> provider, Running running, Duration again) {
        this.provider = provider;
        this.running = running;
        this.again = again;
    }

    /** Not there yet. */
    static Administration of(Running running) {
        return new Administration(ServiceLoader.load(ManagementProvider.class).findFirst(), running, AGAIN);
    }

    /** Opens it, or fails with what to do. Where clients have all descriptors it is tried again: they are served, and will be. */
    Administration required() throws Failure {
        try {
            manage();
            return this;
        } catch (IOException failure) {
            if (Shortage.isIn(failure)) {
                return later(failure);
            }
            throw new Failure(exitCode(failure), failure.getMessage() + "; give it another place with --admin HOST:PORT, or --admin off");
        } catch (RuntimeException | LinkageError failure) { // a class that could not be loaded, too
            if (Shortage.isIn(failure)) {
                return later(failure);
            }
            throw failure;
        }
    }

    private static int exitCode(IOException failure) {
        boolean isElsewhere = failure.getCause() instanceof ChangeException refusal && refusal.reason() != ChangeException.Reason.BIND;
        return isElsewhere ? ExitCode.FAILURE : ExitCode.BIND;
    }

    /** Opens it now, or as soon as that is possible. */
    Administration wanted() {
        try {
            manage();
            return this;
        } catch (IOException | RuntimeException | LinkageError failure) {
            return later(failure);
        }
    }

    private Administration later(Throwable failure) {
        missing(failure);
        trying.start();
        return this;
    }

    /** Nothing changes meanwhile, so that it joins with the configuration that it has read. */
    private void manage() throws IOException {
        if (provider.isPresent()) {
            management = Optional.of(running.config().undisturbed(() -> provider.get().open(running)));
        }
    }

    private void tryAgain() {
        try {
            while (!closed.await(again.toNanos(), TimeUnit.NANOSECONDS)) {
                if (isThere()) {
                    return;
                }
            }
        } catch (InterruptedException _) { // nobody wants it any more
            Thread.currentThread().interrupt();
        }
    }

    private boolean isThere() {
        try {
            manage();
            tell(Event.Severity.INFO, address().map(address -> "the admin server is there: " + address).orElse("the admin server is off"));
            return true;
        } catch (IOException | RuntimeException | LinkageError failure) {
            missing(failure);
            return false;
        }
    }

    /** Once for each reason: another configuration may have another one. */
    private void missing(Throwable failure) {
        String why = Shortage.sentence(failure).orElseGet(() -> String.valueOf(failure.getMessage()));
        if (!why.equals(said)) {
            said = why;
            LOG.error("served without an admin server, which is tried again every {} s: {}",
                    again.toSeconds(), why, failure instanceof IOException || Shortage.isIn(failure) ? null : failure);
            tell(Event.Severity.ERROR, "served without an admin server: " + why);
        }
    }

    private void tell(Event.Severity severity, String message) {
        running.balancer().events().publish(EventType.STARTED, severity, Subject.NONE, "", message);
    }

    /** Where it is reached; empty when there is none. */
    Optional<URI> address() {
        return management.flatMap(Management::address);
    }

    /** Ends it, and the tries. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            trying.join();
        } catch (InterruptedException _) { // whoever waits wants to go on
            Thread.currentThread().interrupt();
        }
        management.ifPresent(Management::close);
    }
}
