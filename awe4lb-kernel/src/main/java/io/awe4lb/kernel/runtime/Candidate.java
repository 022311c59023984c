package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions.Draft;
import io.awe4lb.kernel.store.Source;
import java.util.List;
import java.util.Optional;

/**
 * A configuration to start with.
 *
 * @param config valid
 * @param warnings about it, by position
 * @param draft of the revision that it becomes
 * @param revision that it already is, and stays
 * @param reason why it is taken, as a sentence for the log
 */
public record Candidate(BalancerConfig config, List<Finding> warnings, Draft draft, Optional<Revision> revision, String reason) {

    /** Who makes the revisions of a start. */
    private static final String START = "start";

    /**
     * One that stands in no file.
     *
     * @param text of the configuration
     * @param valid what it means
     * @return from the command line
     */
    public static Candidate ofText(String text, ConfigResult.Valid valid) {
        var draft = new Draft(Source.COMMAND_LINE, START, "", text, Optional.empty(), Optional.empty());
        return new Candidate(valid.config(), valid.warnings(), draft, Optional.empty(), "it was given on the command line");
    }

    static Candidate ofFile(String path, ConfigurationFile.Written written, ConfigResult.Valid valid, String reason) {
        var draft = new Draft(Source.FILE, START, "", written.text(), Optional.of(path), written.hash());
        return new Candidate(valid.config(), valid.warnings(), draft, Optional.empty(), reason);
    }

    static Candidate ofRevision(Revision revision, ConfigResult.Valid valid, String reason) {
        var draft = new Draft(revision.source(), revision.who(), revision.comment(), revision.text(), revision.file(), revision.fileHash());
        return new Candidate(valid.config(), valid.warnings(), draft, Optional.of(revision), reason);
    }
}
