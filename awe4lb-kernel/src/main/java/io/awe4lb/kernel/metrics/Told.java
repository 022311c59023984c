package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.spi.ExportLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of one exporter what is new: that it fails, that it fails for another reason, that it works again. Any thread. */
final class Told implements ExportLog {

    private static final Logger LOG = LoggerFactory.getLogger(Exporting.class);

    private final String exporter;
    private final Events events;
    /** Why it failed last; empty: it did not. */
    private String failure = "";

    Told(String exporter, Events events) {
        this.exporter = exporter;
        this.events = events;
    }

    @Override
    public synchronized void sent() {
        if (!failure.isEmpty()) {
            failure = "";
            LOG.info("metrics: exporter {} works again", exporter);
            tell(Event.Severity.INFO, "works again");
        }
    }

    @Override
    public synchronized void failed(String sentence) {
        if (!failure.equals(sentence)) {
            failure = sentence;
            LOG.warn("metrics: exporter {} fails: {}", exporter, sentence);
            tell(Event.Severity.WARNING, "fails: " + sentence);
        }
    }

    private void tell(Event.Severity severity, String what) {
        events.publish(EventType.METRICS, severity, Subject.NONE, "", "exporter %s %s".formatted(exporter, what));
    }
}
