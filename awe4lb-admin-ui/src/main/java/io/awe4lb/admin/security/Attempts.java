package io.awe4lb.admin.security;

import io.awe4lb.admin.http.ProblemCode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts wrong tokens by where they came from, so that guessing takes for ever: {@value #MOST} at once, then one each {@value #SECONDS} s.
 * Where is an IPv4 address, or a network of 64 bits of IPv6, of which one machine has all addresses. Any thread.
 */
final class Attempts {

    static final int MOST = 10;
    static final int SECONDS = 6;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final long MINUTE = 60_000;
    private static final Duration ONE = Duration.ofSeconds(SECONDS);
    /** Beyond that, whoever was wrong longest ago is forgotten. */
    private static final int ADDRESSES = 10_000;

    /** Told each minute at most, of however many addresses: guesses must not push everything else out of the log of events. */
    private static final int TOLD = 100;

    private final InstantSource clock;
    /** Who was told of in this minute. */
    private final Set<String> told = new HashSet<>();
    private long minute;
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
        return trusted.contains(place(address) + " " + digest);
    }

    /** The token was right. */
    synchronized void trust(String address, String digest) {
        trusted.add(place(address) + " " + digest);
        if (trusted.size() > ADDRESSES) {
            trusted.remove(trusted.iterator().next());
        }
    }

    /** Refuses whoever was wrong too often: 429. */
    synchronized void check(String address) {
        long patience = debts.getOrDefault(place(address), 0L) - clock.millis() - ONE.toMillis() * (MOST - 1);
        if (patience > 0) {
            throw ProblemCode.TOO_MANY_ATTEMPTS.problem("too many wrong tokens from this address: wait")
                    .with("Retry-After", Long.toString((patience + 999) / 1000)).exception();
        }
    }

    /**
     * Counts a wrong token.
     *
     * @return whether it is to be told: the first one from there in this minute is
     */
    synchronized boolean failed(String address) {
        String place = place(address);
        long now = clock.millis();
        debts.merge(place, now + ONE.toMillis(), (debt, _) -> Math.max(debt, now) + ONE.toMillis());
        if (now / MINUTE != minute) {
            minute = now / MINUTE;
            told.clear();
        }
        return told.size() < TOLD && told.add(place);
    }

    private static String place(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address;
        } catch (IllegalArgumentException _) { // no literal: it is a place of its own
            return address;
        }
    }
}
