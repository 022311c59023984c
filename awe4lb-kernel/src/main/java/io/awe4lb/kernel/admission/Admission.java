package io.awe4lb.kernel.admission;

import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether clients of a listener may come in. Any loop, many at once, but for {@link #reread}. */
public final class Admission {

    private volatile Access access;
    /** Of the last look at the files, and why they could not be used then; of the watch's thread. */
    private @Nullable FileStamps seen;

    private @Nullable IOException failure;

    /**
     * Makes one.
     *
     * @param access the rules
     */
    public Admission(Access access) {
        this.access = access;
    }

    /**
     * The rules that hold now.
     *
     * @return replaced as a whole when one of their files changes
     */
    public Access access() {
        return access;
    }

    /**
     * Whether a client may come in.
     *
     * @param client known for who it is
     * @return why not; null if it may
     */
    public @Nullable EndReason refuses(Client client) {
        return access.allows(client) ? null : EndReason.DENIED;
    }

    /**
     * Looks whether files of the rules have changed, and reads them then. A file has to be the same at two looks, so that it is not taken
     * while it is being written. On one thread at a time; blocks on the disk.
     *
     * @return whether other rules hold since then
     * @throws IOException with a sentence, as long as they cannot be used: those that were read last hold on
     */
    public boolean reread() throws IOException {
        Access before = access;
        FileStamps now = FileStamps.of(before.rules());
        boolean isStable = now.equals(seen);
        seen = now;
        if (!isStable) {
            failure = null;
        }
        if (failure != null) { // of these very files
            throw failure;
        }
        if (!isStable || now.equals(before.files())) {
            return false;
        }
        try {
            access = Access.of(before.rules());
            return true;
        } catch (IOException refused) {
            failure = refused;
            throw refused;
        }
    }
}
