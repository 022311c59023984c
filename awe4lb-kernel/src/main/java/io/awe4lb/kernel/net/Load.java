package io.awe4lb.kernel.net;

import java.time.Duration;

/**
 * How busy a loop is. A round is what it does from one wake-up to its next sleep: whatever becomes ready or due meanwhile waits for its end.
 *
 * @param rounds that have ended, since the loop was opened
 * @param busy time in rounds, that of the one that goes on with it; does not go back
 * @param busyRatio time in rounds of all time, of about the last 16 seconds, from 0 to 1
 * @param longestRound of about the last 16 seconds, the one that goes on with them: so late a timer or a task was at most
 */
public record Load(long rounds, Duration busy, double busyRatio, Duration longestRound) {}
