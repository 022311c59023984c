package io.awe4lb.cli;

import java.lang.management.ManagementFactory;

/** When Java began to start. */
final class StartTime {

    private StartTime() {}

    /** Takes 40 ms itself the first time: to be asked when everything serves. What {@link ProcessHandle} knows is wrong by up to a second. */
    static long millisAgo() {
        long now = System.currentTimeMillis();
        return now - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
