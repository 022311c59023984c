package io.awe4lb.admin.resources;

import io.awe4lb.kernel.pool.PoolBackend;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits until a backend's last connection has gone. */
public final class Departure implements AutoCloseable {

    private static final Pattern WAIT = Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?:,|;|$)");
    private static final long MOST_SECONDS = 600;
    private static final Duration LOOK = Duration.ofMillis(50);

    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Nobody waits yet. */
    public Departure() {}

    /** How long the client wants to wait (RFC 7240); empty: not at all. */
    static Optional<Duration> patience(Context context) {
        String prefer = context.header("Prefer");
        Matcher matcher = WAIT.matcher(prefer == null ? "" : prefer.toLowerCase(Locale.ROOT));
        return matcher.find() ? Optional.of(Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(matcher.group(1)))))
                : Optional.empty();
    }

    /** Returns when there is none left, or time is over, or the process stops. */
    void await(PoolBackend backend, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (backend.activeConnections() > 0 && deadline - System.nanoTime() > 0) {
            if (stopping.await(Math.min(LOOK.toNanos(), Math.max(1, deadline - System.nanoTime())), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    /** Nobody waits any longer. */
    @Override
    public void close() {
        stopping.countDown();
    }
}
