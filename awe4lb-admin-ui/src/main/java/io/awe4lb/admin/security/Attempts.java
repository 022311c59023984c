package io.awe4lb.admin.security;

import io.awe4lb.admin.http.ProblemCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts wrong tokens by the address that sent them, so that guessing takes for ever: {@value #MOST} at once, then one each {@value #SECONDS} s.
 * Any thread.
 */
final class Attempts {

    static final int MOST = 10;
    static final int SECONDS = 6;
    private static final Duration ONE = Duration.ofSeconds(SECONDS);
    /** Beyond that, whoever was wrong longest ago is forgotten. */
    private static final int ADDRESSES = 10_000;

    private final InstantSource clock;
    /** Until when an address has to be patient, were it allowed no attempt at once. In milliseconds since the epoch; the oldest first. */
    private final Map<String, Long> debts = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > ADDRESSES;
        }
    };

    /** Address and token's digest of whoever was right; the oldest first. */
    private final Set<String> trusted = new LinkedHashSet<>();

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether this token was right before, sent from there. */
    synchronized boolean isTrusted(String address, String digest) {
        return trusted.contains(address + " " + digest);
    }

    /** The token was right. */
    synchronized void trust(String address, String digest) {
        trusted.add(address + " " + digest);
        if (trusted.size() > ADDRESSES) {
            trusted.remove(trusted.iterator().next());
        }
    }

    /** Refuses whoever was wrong too often: 429. */
    synchronized void check(String address) {
        long patience = debts.getOrDefault(address, 0L) - clock.millis() - ONE.toMillis() * (MOST - 1);
        if (patience > 0) {
            throw ProblemCode.TOO_MANY_ATTEMPTS.problem("too many wrong tokens from this address: wait")
                    .with("Retry-After", Long.toString((patience + 999) / 1000)).exception();
        }
    }

    /** Counts a wrong token. */
    synchronized void failed(String address) {
        debts.merge(address, clock.millis() + ONE.toMillis(), (debt, _) -> Math.max(debt, clock.millis()) + ONE.toMillis());
    }
}
