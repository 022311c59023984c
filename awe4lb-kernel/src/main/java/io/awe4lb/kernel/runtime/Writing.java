package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.store.Revision;
import io.awe4lb.kernel.store.Revisions;
import io.awe4lb.kernel.store.Revisions.Draft;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last step of a change that may fail: its revision is written down before it comes into force. */
final class Writing implements Applying.Checkpoint {

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
}
