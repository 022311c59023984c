package io.awe4lb.cli;

import java.time.Duration;
import java.time.Instant;

/** When the process began, the start script and the start of Java included. */
final class StartTime {

    private StartTime() {}

    /** Read from the process itself: the management beans would know too, but take 50 ms to load. */
    static long millisAgo() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now).toMillis();
    }
}
