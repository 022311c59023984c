package io.awe4lb.admin.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.awe4lb.admin.http.Json;
import io.awe4lb.admin.http.Problem;
import io.awe4lb.admin.http.ProblemCode;
import io.awe4lb.admin.security.Caller;
import io.awe4lb.kernel.config.EditException;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.config.InvalidTextException;
import io.awe4lb.kernel.config.Masking;
import io.awe4lb.kernel.config.NoSuchPlaceException;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.config.Severity;
import io.awe4lb.kernel.runtime.ChangeException;
import io.awe4lb.kernel.runtime.Impact;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Outcome;
import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Source;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The configuration in force, and how every write changes it: whatever it is a write of, it is an edit of the text. Any thread. */
final class Configuration {

    private final LiveConfig live;
    private final Masking masking;
    /** The last one that was looked at. */
    private volatile Document last;

    Configuration(LiveConfig live, Providers providers) {
        this.live = live;
        this.masking = new Masking(providers);
        this.last = Document.of(live.current(), masking);
    }

    /** A change of the text. Runs while nobody else changes it: conditions are checked here, by throwing. */
    @FunctionalInterface
    interface Edit {

        String edit(Document current) throws EditException;
    }

    /**
     * What came of a write.
     *
     * @param document in force now
     * @param answer what the client is told
     * @param dryRun whether nothing was changed, as asked for
     */
    record Written(Document document, ObjectNode answer, boolean dryRun) {}

    Document current() {
        return document(live.current());
    }

    Masking masking() {
        return masking;
    }

    private Document document(LiveConfig.Current current) {
        Document known = last;
        if (known.revision().number() != current.revision().number()) {
            known = Document.of(current, masking);
            last = known;
        }
        return known;
    }

    /**
     * Changes it.
     *
     * @param submitted whether the text that comes of it is what the client sent, so that lines and columns mean something to it
     */
    Written write(Context context, Edit edit, boolean submitted) {
        boolean dryRun = Parameters.dryRun(context);
        Outcome outcome = live.change(current -> edited(edit, document(current), submitted), Caller.of(context).name(),
                Parameters.comment(context), Source.REST, dryRun);
        return written(outcome, dryRun, submitted);
    }

    /** Goes back to a text that was in force before. */
    Written restore(Context context, Revision revision, Condition condition) {
        boolean dryRun = Parameters.dryRun(context);
        String comment = Parameters.comment(context);
        Outcome outcome = live.change(current -> {
            condition.require(Optional.of(Document.tag(current.revision())));
            return revision.text();
        }, Caller.of(context).name(), comment.isEmpty() ? "restores revision " + revision.number() : comment, Source.RESTORE, dryRun);
        return written(outcome, dryRun, false);
    }

    private String edited(Edit edit, Document current, boolean submitted) {
        try {
            return masking.restore(edit.edit(current), current::tree);
        } catch (InvalidTextException invalid) {
            throw invalid(invalid.findings(), submitted);
        } catch (NoSuchPlaceException nowhere) {
            throw ProblemCode.INVALID_CONFIGURATION.problem(nowhere.getMessage()).at(List.of(
                    Problem.Place.error(nowhere.pointer(), "no-such-place", nowhere.getMessage()))).exception();
        } catch (IllegalArgumentException unwritable) { // a key that no configuration may have
            throw ProblemCode.INVALID_CONFIGURATION.problem(String.valueOf(unwritable.getMessage())).exception();
        } catch (EditException every) {
            throw new IllegalStateException("an edit fails in no other way", every);
        }
    }

    Written written(Outcome outcome, boolean dryRun, boolean submitted) {
        return switch (outcome) {
            case Outcome.Applied(var revision, var impacts, var warnings) ->
                    new Written(at(revision), answer(revision, impacts, warnings, false, submitted), false);
            case Outcome.Unchanged(var revision) ->
                    new Written(at(revision), answer(revision, List.of(), List.of(), dryRun, submitted), dryRun);
            case Outcome.Checked(var impacts, var warnings) ->
                    new Written(current(), answer(live.current().revision(), impacts, warnings, true, submitted), true);
            case Outcome.Invalid(var findings) -> throw invalid(findings, submitted);
            case Outcome.Refused(var refusal) -> throw refused(refusal);
        };
    }

    private Document at(Revision revision) {
        Document known = current();
        return known.revision().number() == revision.number() ? known
                : Document.of(new LiveConfig.Current(revision, known.config()), masking);
    }

    private static ObjectNode answer(Revision revision, List<Impact> impacts, List<Finding> warnings, boolean dryRun, boolean submitted) {
        ObjectNode answer = Json.object().put("revision", revision.number());
        var changes = answer.putArray("changes");
        for (Impact impact : impacts) {
            changes.addObject().put("kind", impact.change().kind().name().toLowerCase(Locale.ROOT))
                    .put("pointer", impact.change().pointer())
                    .put("sentence", impact.change().sentence()).put("connections", impact.connections()).put("effect", impact.effect());
        }
        var list = answer.putArray("warnings");
        places(warnings, submitted).forEach(place -> list.add(place.toJson()));
        return answer.put("dryRun", dryRun);
    }

    static RuntimeException invalid(List<Finding> findings, boolean submitted) {
        long errors = findings.stream().filter(finding -> finding.severity() == Severity.ERROR).count();
        return ProblemCode.INVALID_CONFIGURATION
                .problem("the configuration has %d error%s; nothing has changed".formatted(errors, errors == 1 ? "" : "s"))
                .at(places(findings, submitted)).exception();
    }

    private static RuntimeException refused(ChangeException refusal) {
        return ProblemCode.CHANGE_REFUSED.problem(refusal.getMessage())
                .at(List.of(Problem.Place.error(refusal.pointer(), ProblemCode.CHANGE_REFUSED.word(), refusal.getMessage()))).exception();
    }

    static List<Problem.Place> places(List<Finding> findings, boolean submitted) {
        return findings.stream().map(finding -> new Problem.Place(finding.severity().word(), finding.pointer(),
                submitted ? finding.position().line() : 0, submitted ? finding.position().column() : 0, finding.code(), finding.message()))
                .toList();
    }
}
