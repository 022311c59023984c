package io.awe4lb.plugins.health.conversation;

import io.awe4lb.spi.CheckResult;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/**
 * Says what a failed connect means. The type of the exception tells where it can; the rest is known by the system's own words only, which
 * are English unless a locale says otherwise. Words that are not known make the code {@code connect_failed}.
 */
public final class ConnectFailure {

    private ConnectFailure() {}

    public static CheckResult refused() {
        return new CheckResult.Failed("connect_refused", "connection refused");
    }

    /** @param after time since the check began */
    public static CheckResult of(IOException failure, Duration after) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (isOwnShortage(failure, words)) {
            return new CheckResult.Inconclusive("this machine has nothing left to connect with: " + failure.getMessage());
        }
        if (failure instanceof SocketTimeoutException || words.contains("timed out")) {
            return new CheckResult.Failed("connect_timeout", "no answer within " + after.toMillis() + " ms");
        }
        if (words.contains("temporarily unavailable")) { // of a Unix socket, see EAGAIN in connect(2)
            return new CheckResult.Failed("queue_full", "its queue of new connections is full");
        }
        if (words.contains("permission denied")) {
            return new CheckResult.Failed("permission_denied", "permission denied");
        }
        if (words.contains("no such file")) {
            return new CheckResult.Failed("unreachable", "there is no such socket");
        }
        if (failure instanceof NoRouteToHostException || words.contains("unreachable")) {
            return new CheckResult.Failed("unreachable", String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT));
        }
        return failure instanceof ConnectException
                ? refused()
                : new CheckResult.Failed("connect_failed", "could not connect: " + failure.getMessage());
    }

    /** No port (EADDRNOTAVAIL comes as a BindException), no memory, no buffer, no file descriptor. */
    private static boolean isOwnShortage(IOException failure, String words) {
        return (failure instanceof BindException && !words.contains("permission denied"))
                || words.contains("too many open files")
                || words.contains("cannot assign requested address")
                || words.contains("no buffer space")
                || words.contains("cannot allocate memory");
    }
}
