package io.awe4lb.kernel.pool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last checks of one backend. Any thread: checks of an old configuration may end when those of the next one have begun. */
public final class LastChecks {

    /** How many are kept. */
    public static final int KEPT = 10;

    /** Made with the first check: many backends have none. */
    private Entry @Nullable [] ring;
    private int count;

    LastChecks() {
        // nothing has been checked yet
    }

    /**
     * One of them.
     *
     * @param time of its end
     * @param run what came of it
     */
    public record Entry(Instant time, CheckRun run) {}

    synchronized void add(Instant time, CheckRun run) {
        Entry[] entries = ring;
        if (entries == null) {
            entries = new Entry[KEPT];
            ring = entries;
        }
        entries[count++ % KEPT] = new Entry(time, run);
    }

    /**
     * What is kept.
     *
     * @return the newest first
     */
    public synchronized List<Entry> newestFirst() {
        List<Entry> entries = new ArrayList<>();
        for (int i = count - 1; ring != null && i >= Math.max(0, count - KEPT); i--) {
            entries.add(ring[i % KEPT]);
        }
        return entries;
    }
}
