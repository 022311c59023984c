package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which configuration a start takes: the newer wins.
 *
 * <pre>
 *    the file is another one than the newest revision remembers      the file
 *    its content has changed since it was last applied               the file; if it cannot be served, the newest revision
 *    it has not changed                                              the newest revision; if that cannot be served, the file
 * </pre>
 *
 * So a change through REST outlives a restart, a file that was edited meanwhile is taken, and after a crash what was in force comes back
 * even if somebody left the file broken.
 */
public final class StartRule {

    private static final Logger LOG = LoggerFactory.getLogger(StartRule.class);

    private final ConfigReader reader;
    private final ConfigurationFile file;
    private final ConfigurationFile.Written written;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private StartRule(ConfigReader reader, ConfigurationFile file) {
        this.reader = reader;
        this.file = file;
        this.written = file.read(reader);
    }

    /** What there is to start with. */
    public sealed interface Choice {

        /**
         * Something.
         *
         * @param candidates the first is to be taken; the next one only if that cannot be started
         */
        record Possible(List<Candidate> candidates) implements Choice {}

        /**
         * Nothing.
         *
         * @param findings why not
         */
        record Invalid(List<Finding> findings) implements Choice {}
    }

    /**
     * Decides. What is passed over because it is not valid is said in the log.
     *
     * @param reader of configurations
     * @param revisions that are kept
     * @param file or directory, as the user named it
     * @return one or two candidates, or what is wrong
     */
    public static Choice decide(ConfigReader reader, Revisions revisions, Path file) {
        var rule = new StartRule(reader, new ConfigurationFile(file));
        revisions.latest().ifPresentOrElse(rule::weigh, () -> rule.considerFile("no revision is kept yet"));
        if (rule.candidates.isEmpty()) {
            return new Choice.Invalid(rule.findings);
        }
        rule.findings.forEach(finding -> LOG.error("{}", finding));
        return new Choice.Possible(rule.candidates);
    }

    private void weigh(Revision newest) {
        boolean isSameFile = newest.file().equals(Optional.of(file.path()));
        if (!isSameFile) {
            considerFile("revision " + newest.number() + " remembers " + newest.file().orElse("no file") + ", which is another one");
        } else if (newest.fileHash().equals(written.hash())) {
            consider(newest, "the file has not changed since it was last applied");
            considerFile("revision " + newest.number() + " cannot be served");
        } else {
            considerFile("it has changed since it was last applied, before or with revision " + newest.number());
            consider(newest, "it was in force last, and the file cannot be served");
        }
    }

    private void considerFile(String reason) {
        switch (written.result()) {
            case ConfigResult.Valid valid -> candidates.add(Candidate.ofFile(file.path(), written, valid, reason));
            case ConfigResult.Invalid(var wrong) -> findings.addAll(wrong);
        }
    }

    private void consider(Revision revision, String reason) {
        switch (reader.read("revision " + revision.number(), revision.text())) {
            case ConfigResult.Valid valid -> candidates.add(Candidate.ofRevision(revision, valid, reason));
            case ConfigResult.Invalid(var wrong) -> findings.addAll(wrong);
        }
    }
}
