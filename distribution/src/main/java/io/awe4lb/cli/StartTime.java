package io.awe4lb.cli;

import java.lang.management.ManagementFactory;
import java.time.Instant;

/** When Java began to start. */
final class StartTime {

    private StartTime() {}

    /** Takes 40 ms itself the first time: to be asked when everything serves. What {@link ProcessHandle} knows is wrong by up to a second. */
    static long millisAgo() {
        return System.currentTimeMillis() - instant().toEpochMilli();
    }

    /** As {@link #millisAgo}. */
    static Instant instant() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }
}
