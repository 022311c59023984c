package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.config.Severity;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.ReloadCounters;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.Revision;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log and as events what becomes of configurations, and who wanted it. */
final class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);
    /** Lines of the log for one change; REST shows all. */
    private static final int MOST_LINES = 20;

    private final Events events;
    private final ReloadCounters reloads = new ReloadCounters();

    Audit(Events events) {
        this.events = events;
    }

    /** What became of configurations since the start. */
    ReloadCounters reloads() {
        return reloads;
    }

    static void started(Revision revision, Candidate started) {
        String origin = started.revision().isPresent() ? "" : " from " + revision.file().orElse("the command line");
        LOG.info("revision {}{} is in force: {}", revision.number(), origin, started.reason());
        warn(started.warnings());
    }

    void applied(Revision revision, List<Impact> impacts, List<Finding> warnings) {
        reloads.applied();
        String message = "revision %d is in force: %s".formatted(revision.number(), summary(impacts));
        LOG.info("{} ({}, by {})", message, revision.source().word(), revision.who());
        if (impacts.size() > 1) {
            impacts.stream().limit(MOST_LINES).forEach(impact -> LOG.info("  {}", text(impact)));
        }
        warn(warnings);
        events.publish(EventType.CONFIG_APPLIED, Event.Severity.INFO, Subject.NONE, revision.who(), message);
    }

    private static String summary(List<Impact> impacts) {
        return switch (impacts.size()) {
            case 0 -> "nothing that is served changes";
            case 1 -> text(impacts.getFirst());
            default -> impacts.getFirst().change().sentence() + ", and " + (impacts.size() - 1) + " more";
        };
    }

    private static String text(Impact impact) {
        return impact.change().sentence() + (impact.effect().isEmpty() ? "" : ": " + impact.effect());
    }

    void invalid(String who, List<Finding> findings) {
        List<Finding> errors = findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
        warn(findings.stream().filter(finding -> finding != errors.getFirst()).toList()); // that one is in the line below
        rejected(who, errors.getFirst().toString());
    }

    void refused(String who, ChangeException why) {
        rejected(who, (why.pointer().isEmpty() ? "" : why.pointer() + ": ") + why.getMessage());
    }

    private static void warn(List<Finding> findings) {
        findings.stream().limit(MOST_LINES).forEach(finding -> LOG.warn("{}", finding));
    }

    private void rejected(String who, String reason) {
        reloads.rejected();
        LOG.warn("a configuration is refused, and the one in force stays ({}): {}", who, reason);
        events.publish(EventType.CONFIG_REJECTED, Event.Severity.WARNING, Subject.NONE, who, "refused: " + reason);
    }
}
