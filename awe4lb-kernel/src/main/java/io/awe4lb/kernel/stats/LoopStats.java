package io.awe4lb.kernel.stats;

import java.time.Duration;

/**
 * How one event loop does. A round is what it does from one wake-up to its next sleep: whatever becomes ready or due meanwhile waits for its
 * end.
 *
 * @param connections that live on it
 * @param acceptFailures failures to accept, most likely for want of file descriptors, since the start
 * @param acceptPauses times that accepting stopped for a while, since the start
 * @param rounds since the start
 * @param busy time in rounds since the start; its growth by time is how busy the loop is
 * @param busyRatio the same of about the last 16 seconds, from 0 to 1
 * @param longestRound of about the last 16 seconds, one that goes on with them: so late a timer or a task was at most
 */
public record LoopStats(
        long connections, long acceptFailures, long acceptPauses, long rounds, Duration busy, double busyRatio, Duration longestRound) {}
