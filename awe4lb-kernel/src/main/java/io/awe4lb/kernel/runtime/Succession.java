package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.runtime.LiveConfig.Current;
import io.awe4lb.kernel.stats.ReloadCounters;
import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions;
import io.awe4lb.kernel.store.Revisions.Draft;

/** From one configuration in force to the next, with its revision and whoever is told. Under the lock of {@link LiveConfig}. */
final class Succession {

    private final Revisions revisions;
    private final Applying applying;
    private final Audit audit;
    private volatile Current current;

    Succession(LiveConfig.Means means, Current current) {
        this.revisions = means.revisions();
        this.applying = means.applying();
        this.audit = new Audit(means.events());
        this.current = current;
    }

    /** Any thread. */
    Current current() {
        return current;
    }

    /** Any thread. */
    ReloadCounters reloads() {
        return audit.reloads();
    }

    /** Whether it means what is in force already. */
    boolean isInForce(ConfigResult.Valid valid) {
        try {
            return applying.diff(valid.config()).isEmpty();
        } catch (ChangeException _) { // it would be refused, so it differs: whoever applies it says why
            return false;
        }
    }

    Outcome reach(ConfigResult result, Draft draft, boolean dryRun) {
        return switch (result) {
            case ConfigResult.Valid valid when dryRun -> tryOut(valid);
            case ConfigResult.Valid valid -> apply(valid, draft);
            case ConfigResult.Invalid(var findings) -> {
                if (!dryRun) {
                    audit.invalid(draft.who(), findings);
                }
                yield new Outcome.Invalid(findings);
            }
        };
    }

    private Outcome tryOut(ConfigResult.Valid valid) {
        try {
            return new Outcome.Checked(applying.diff(valid.config()), valid.warnings());
        } catch (ChangeException refused) {
            return new Outcome.Refused(refused);
        }
    }

    private Outcome apply(ConfigResult.Valid valid, Draft draft) {
        var writing = new Writing(revisions, draft);
        try {
            var impacts = applying.apply(valid.config(), writing);
            current = new Current(writing.revision(), valid.config());
            audit.applied(writing.revision(), impacts, valid.warnings());
            return new Outcome.Applied(writing.revision(), impacts, valid.warnings());
        } catch (ChangeException refused) {
            audit.refused(draft.who(), refused);
            return new Outcome.Refused(refused);
        } catch (RuntimeException bug) {
            writing.written().ifPresent(revision -> current = new Current(revision, valid.config())); // nothing after it can be undone
            throw bug;
        }
    }
}
