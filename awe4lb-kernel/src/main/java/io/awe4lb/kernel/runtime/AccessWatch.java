package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.listener.Listener;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the files of listeners' access rules: those that were changed are used without a word from anybody. */
final class AccessWatch implements AutoCloseable {

    /** From one look to the next. */
    static final Duration EACH = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(AccessWatch.class);

    private final Supplier<Collection<Listener>> listeners;
    private final Events events;
    private final Repeating looks;
    /** By listener: told once, until it is another one. Of the watch's thread. */
    private final Map<String, String> failures = new HashMap<>();

    AccessWatch(Supplier<Collection<Listener>> listeners, Events events, Duration each) {
        this.listeners = listeners;
        this.events = events;
        this.looks = new Repeating("access", each, this::look);
    }

    private void look() {
        listeners.get().forEach(this::look);
    }

    private void look(Listener listener) {
        try {
            boolean isChanged = listener.admission().reread();
            boolean hadFailed = failures.remove(listener.id()) != null;
            if (isChanged) {
                told(listener, "the access rules hold with what their files say now: " + listener.admission().access().lists());
            } else if (hadFailed) {
                told(listener, "the files of the access rules can be used again, and say what holds");
            }
        } catch (IOException failure) {
            failed(listener, "the access rules hold on as they were read last: " + failure.getMessage());
        }
    }

    private void told(Listener listener, String sentence) {
        LOG.info("listener {}: {}", listener.id(), sentence);
        tell(listener, Event.Severity.INFO, sentence);
    }

    private void failed(Listener listener, String sentence) {
        if (!sentence.equals(failures.put(listener.id(), sentence))) {
            LOG.warn("listener {}: {}", listener.id(), sentence);
            tell(listener, Event.Severity.WARNING, sentence);
        }
    }

    private void tell(Listener listener, Event.Severity severity, String message) {
        events.publish(EventType.ACCESS, severity, Subject.listener(listener.id()), "", message);
    }

    @Override
    public void close() {
        looks.close();
    }
}
