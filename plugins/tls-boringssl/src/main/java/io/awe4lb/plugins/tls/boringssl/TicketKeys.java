package io.awe4lb.plugins.tls.boringssl;

import io.netty.internal.tcnative.SSLContext;
import io.netty.internal.tcnative.SessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What session tickets of one server are sealed with, the same for all loops. A new key every {@link #EACH}, when a client comes; with the one
 * before, tickets are still opened, and replaced. A session is good for as long as that. Who steals a key reads what was resumed with it
 * within a day at most.
 */
final class TicketKeys {

    static final Duration EACH = Duration.ofHours(12);

    private final long context;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong due;
    private List<SessionTicketKey> keys = List.of();

    /** @param nanos a clock like {@link System#nanoTime()} */
    TicketKeys(long context, LongSupplier nanos) {
        this.context = context;
        this.nanos = nanos;
        this.due = new AtomicLong(nanos.getAsLong() + EACH.toNanos());
        rotate();
    }

    /** Any loop, for each client: mostly it is not due. */
    void rotateIfDue() {
        long now = nanos.getAsLong();
        long next = due.get();
        if (now - next >= 0 && due.compareAndSet(next, now + EACH.toNanos())) {
            rotate();
            if (now - next >= EACH.toNanos()) { // nobody came for so long: the one before is too old as well
                rotate();
            }
        }
    }

    private synchronized void rotate() {
        keys = Stream.concat(Stream.of(fresh()), keys.stream().limit(1)).toList();
        SSLContext.setSessionTicketKeys(context, keys.toArray(SessionTicketKey[]::new));
    }

    private SessionTicketKey fresh() {
        return new SessionTicketKey(random(SessionTicketKey.NAME_SIZE), random(SessionTicketKey.HMAC_KEY_SIZE),
                random(SessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
