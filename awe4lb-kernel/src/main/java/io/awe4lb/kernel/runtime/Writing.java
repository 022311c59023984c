package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions;
import io.awe4lb.kernel.store.Revisions.Draft;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step of a change that may fail: its revision is written down before it comes into force. */
final class Writing implements Applying.Checkpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Writing.class);

    private final Revisions revisions;
    private final Draft draft;
    private @Nullable Revision revision;

    Writing(Revisions revisions, Draft draft) {
        this.revisions = revisions;
        this.draft = draft;
    }

    @Override
    public void reached() throws ChangeException {
        try {
            revision = revisions.add(draft);
        } catch (IOException failure) {
            throw new ChangeException(ChangeException.Reason.SYSTEM, "",
                    "the change cannot be kept in the data directory, so it is not made: " + failure.getMessage(), failure);
        }
    }

    Optional<Revision> written() {
        return Optional.ofNullable(revision);
    }

    Revision revision() {
        return written().orElseThrow(() -> new IllegalStateException("a change came into force without its checkpoint"));
    }

    /** It did not come into force after all. */
    void takeBack() {
        written().ifPresent(this::withdraw);
    }

    private void withdraw(Revision unwanted) {
        try {
            revisions.withdraw(unwanted);
        } catch (IOException failure) {
            LOG.error("revision {} was refused and cannot be removed; remove its file, or a restart will try it: {}", unwanted.number(),
                    failure.getMessage());
        }
    }
}
