package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.store.Revision;
import java.util.List;

/** What came of the wish for another configuration. Only {@link Applied} has changed anything. */
public sealed interface Outcome {

    /**
     * It is in force.
     *
     * @param revision that it became
     * @param impacts what has changed
     * @param warnings about it, by position
     */
    record Applied(Revision revision, List<Impact> impacts, List<Finding> warnings) implements Outcome {}

    /**
     * It already was in force.
     *
     * @param revision in force
     */
    record Unchanged(Revision revision) implements Outcome {}

    /**
     * It could be in force: a dry run.
     *
     * @param impacts what would change
     * @param warnings about it, by position
     */
    record Checked(List<Impact> impacts, List<Finding> warnings) implements Outcome {}

    /**
     * It is not valid.
     *
     * @param findings every error and every warning, by position
     */
    record Invalid(List<Finding> findings) implements Outcome {}

    /**
     * It is valid and cannot be in force here and now.
     *
     * @param why with what to do about it
     */
    record Refused(ChangeException why) implements Outcome {}
}
