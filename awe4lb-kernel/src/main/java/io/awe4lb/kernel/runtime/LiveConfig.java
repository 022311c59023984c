package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.BalancerConfig;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.EventType;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.stats.ReloadCounters;
import io.awe4lb.kernel.stats.Subject;
import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions;
import io.awe4lb.kernel.store.Revisions.Draft;
import io.awe4lb.kernel.store.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force, and the only way to another one. Any thread but loops and the control thread; one change at a time.
 *
 * <pre>
 *    edit ─▶ validate ─▶ prepare ─▶ write the revision ─▶ commit ─▶ say so
 *      └─────────┴──────────┴───────────────┴──▶ nothing has changed
 * </pre>
 *
 * What can fail comes before the revision is written, and what comes after it cannot fail. So a process that is killed comes back with what
 * was in force, or with the change that was about to be: never with less than it had said.
 */
public final class LiveConfig {

    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);
    private static final String SUBMITTED = "configuration";

    private final ConfigReader reader;
    private final Succession succession;
    private final Optional<ConfigurationFile> file;
    private final ReentrantLock changing = new ReentrantLock(true);
    /** Content of the file that was refused last: it is not tried again until it changes, or somebody asks. */
    private volatile Optional<String> refusedFile = Optional.empty();

    private LiveConfig(Means means, Optional<ConfigurationFile> file, Current current) {
        this.reader = means.reader();
        this.file = file;
        this.succession = new Succession(means, current);
    }

    /**
     * What is in force.
     *
     * @param revision its text is the one that was submitted
     * @param config what it means
     */
    public record Current(Revision revision, BalancerConfig config) {}

    /**
     * Makes another configuration of the one in force. Called while no other change can happen, so that what it looks at still holds when
     * its result is applied.
     *
     * @param <E> what it throws when it does not want to change this one
     */
    @FunctionalInterface
    public interface Edit<E extends Exception> {

        /**
         * Makes it.
         *
         * @param current what is in force
         * @return text of a whole configuration
         * @throws E to change nothing
         */
        String edit(Current current) throws E;
    }

    /**
     * Something that has to be done while no other change can happen.
     *
     * @param <T> what comes of it
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Task<T, E extends Exception> {

        /**
         * Does it.
         *
         * @return what came of it
         * @throws E if it cannot be done
         */
        T run() throws E;
    }

    /**
     * What it works with.
     *
     * @param reader of configurations
     * @param revisions where they are kept
     * @param applying what brings them into force
     * @param events where it tells what becomes of them
     */
    public record Means(ConfigReader reader, Revisions revisions, Applying applying, Events events) {}

    /**
     * Takes over what has just been started, and writes it down if it is new. If that is not possible it is served all the same.
     *
     * @param started what {@code applying} has in force
     * @param file that is read by {@link #reloadFile}; empty: none
     * @param means what it works with
     * @return with a revision in force
     */
    public static LiveConfig open(Candidate started, Optional<Path> file, Means means) {
        Revision revision = started.revision().orElseGet(() -> written(started.draft(), means));
        Audit.started(revision, started);
        return new LiveConfig(means, file.map(ConfigurationFile::new), new Current(revision, started.config()));
    }

    private static Revision written(Draft draft, Means means) {
        try {
            return means.revisions().add(draft);
        } catch (IOException failure) {
            String message = "the configuration is served, but cannot be kept as a revision: " + failure.getMessage();
            LOG.error("{}", message);
            means.events().publish(EventType.CONFIG_APPLIED, Event.Severity.ERROR, Subject.NONE, draft.who(), message);
            return means.revisions().unwritten(draft);
        }
    }

    /**
     * What became of configurations since the start. Any thread.
     *
     * @return written under the lock of changes
     */
    public ReloadCounters reloads() {
        return succession.reloads();
    }

    /**
     * What is in force now.
     *
     * @return may be replaced at any time
     */
    public Current current() {
        return succession.current();
    }

    /**
     * Brings another configuration into force; returns when it is.
     *
     * @param edit makes it of the one in force
     * @param who wants it: a token's id
     * @param comment of who wants it, or empty
     * @param source where it comes from
     * @param dryRun whether it is only tried out
     * @param <E> what the edit throws
     * @return what came of it
     * @throws E if the edit did not want to; nothing has changed
     */
    public <E extends Exception> Outcome change(Edit<E> edit, String who, String comment, Source source, boolean dryRun) throws E {
        changing.lock();
        try {
            Revision last = current().revision();
            String text = edit.edit(current());
            if (text.equals(last.text())) {
                return new Outcome.Unchanged(last);
            }
            return succession.reach(reader.read(SUBMITTED, text), new Draft(source, who, comment, text, last.file(), last.fileHash()),
                    dryRun);
        } finally {
            changing.unlock();
        }
    }

    /**
     * Looks at a configuration without trying it.
     *
     * @param text of a whole configuration
     * @return what it means, or what is wrong with it
     */
    public ConfigResult validate(String text) {
        return reader.read(SUBMITTED, text);
    }

    /**
     * Tries a configuration out.
     *
     * @param text of a whole configuration
     * @return what it would change; never {@link Outcome.Applied}
     */
    public Outcome diff(String text) {
        return change(_ -> text, "", "", Source.REST, true);
    }

    /**
     * Does something while no other configuration can come into force, such as joining those who go along with every change.
     *
     * @param task may ask what is in force
     * @param <T> what comes of it
     * @param <E> what it throws
     * @return what came of it
     * @throws E as the task does
     */
    public <T, E extends Exception> T undisturbed(Task<T, E> task) throws E {
        changing.lock();
        try {
            return task.run();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Brings the file into force if it has changed since it was last applied. If it has not, what is in force is read again: files that
     * it names may have changed.
     *
     * @param who wants it: {@code HUP}
     * @return what came of it
     */
    public Outcome reloadFile(String who) {
        changing.lock();
        try {
            if (file.isEmpty()) {
                return readAgain(who);
            }
            ConfigurationFile.Written written = file().read(reader);
            return isApplied(written.hash()) ? readAgain(who) : reload(written, who);
        } finally {
            changing.unlock();
        }
    }

    /**
     * Watches the file from now on.
     *
     * @param between time from one read to the next
     * @return to end it
     * @throws IllegalStateException if there is no file
     */
    public FileWatch watch(Duration between) {
        return new FileWatch(this, file(), between).start();
    }

    private ConfigurationFile file() {
        return file.orElseThrow(() -> new IllegalStateException("the configuration is in no file"));
    }

    /** For the watch: only if the file still has the content that was seen; else empty. */
    Optional<Outcome> reloadFileOf(Optional<String> hash, String who) {
        changing.lock();
        try {
            ConfigurationFile.Written written = file().read(reader);
            return written.hash().equals(hash) && isNews(hash) ? Optional.of(reload(written, who)) : Optional.empty();
        } finally {
            changing.unlock();
        }
    }

    /** For the watch: whether a content of the file is neither the one that was applied last nor the one that was refused since. */
    boolean isNews(Optional<String> hash) {
        if (isApplied(hash)) {
            refusedFile = Optional.empty();
            return false;
        }
        return hash.isEmpty() || !hash.equals(refusedFile);
    }

    private boolean isApplied(Optional<String> hash) {
        Revision last = current().revision();
        return hash.isPresent() && hash.equals(last.fileHash()) && last.file().equals(file.map(ConfigurationFile::path));
    }

    private Outcome reload(ConfigurationFile.Written written, String who) {
        refusedFile = written.hash(); // also if a bug ends this
        var draft = new Draft(Source.FILE, who, "", written.text(), file.map(ConfigurationFile::path), written.hash());
        Revision last = current().revision();
        Outcome outcome = succession.reach(written.result(), draft, false);
        if (outcome instanceof Outcome.Applied && last.source() != Source.FILE) {
            LOG.warn(
                    "the file takes back what was changed otherwise since it was applied last; 'awe4lb config restore {}' brings that again",
                    last.number());
        }
        return outcome;
    }

    private Outcome readAgain(String who) {
        Revision last = current().revision();
        ConfigResult result = reader.read(SUBMITTED, last.text());
        if (result instanceof ConfigResult.Valid valid && succession.isInForce(valid)) {
            return new Outcome.Unchanged(last);
        }
        String comment = "files that it names have changed";
        return succession.reach(result, new Draft(last.source(), who, comment, last.text(), last.file(), last.fileHash()), false);
    }
}
