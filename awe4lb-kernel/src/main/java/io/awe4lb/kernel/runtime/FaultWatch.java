package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Supplier;

/** Tells when the time of a fault that somebody wanted is over. */
final class FaultWatch implements AutoCloseable {

    /** From one look to the next. */
    static final Duration EACH = Duration.ofSeconds(1);

    private final Supplier<Collection<Listener>> listeners;
    private final Events events;
    private final Repeating looks;

    FaultWatch(Supplier<Collection<Listener>> listeners, Events events, Duration each) {
        this.listeners = listeners;
        this.events = events;
        this.looks = new Repeating("faults", each, this::look);
    }

    private void look() {
        Instant now = Instant.now();
        listeners.get().stream().filter(listener -> listener.faults().forgetWhatIsOver(now)).map(Listener::id)
                .forEach(id -> events.publish(EventType.FAULT, Event.Severity.INFO, Subject.listener(id), "",
                        "its time is over: connections have no fault any more"));
    }

    @Override
    public void close() {
        looks.close();
    }
}
