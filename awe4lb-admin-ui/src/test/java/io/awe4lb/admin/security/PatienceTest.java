package io.awe4lb.admin.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.admin.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long who was wrong has to wait, and how long a session lasts. */
class PatienceTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void whoIsWrongTooOftenWaitsForEachFurtherAttempt() {
        Attempts attempts = new Attempts(now::get);
        for (int i = 0; i < Attempts.MOST; i++) {
            attempts.check("a");
            attempts.failed("a");
        }
        ProblemException refused = assertThrows(ProblemException.class, () -> attempts.check("a"));
        assertEquals("6", refused.problem().headers().get("Retry-After"));
        assertDoesNotThrow(() -> attempts.check("b"));
        pass(Duration.ofSeconds(Attempts.SECONDS));
        assertDoesNotThrow(() -> attempts.check("a"));
        attempts.failed("a");
        assertThrows(ProblemException.class, () -> attempts.check("a"));
        pass(Duration.ofMinutes(5));
        for (int i = 0; i < Attempts.MOST; i++) {
            attempts.check("a");
            attempts.failed("a");
        }
        assertThrows(ProblemException.class, () -> attempts.check("a"));
    }

    @Test
    void aNetworkOfIpv6IsOnePlace() {
        Attempts attempts = new Attempts(now::get);
        for (int i = 0; i < Attempts.MOST; i++) {
            attempts.failed("2001:db8:0:1::" + i);
        }
        assertThrows(ProblemException.class, () -> attempts.check("2001:db8:0:1:ffff::1"));
        assertDoesNotThrow(() -> attempts.check("2001:db8:0:2::1"));
    }

    @Test
    void guessesAreToldOnceAMinuteAndPlace() {
        Attempts attempts = new Attempts(now::get);
        assertTrue(attempts.failed("10.0.0.1"));
        assertFalse(attempts.failed("10.0.0.1"));
        assertTrue(attempts.failed("10.0.0.2"));
        pass(Duration.ofMinutes(1));
        assertTrue(attempts.failed("10.0.0.1"));
    }

    @Test
    void guessesFromEverywhereDoNotFillTheEvents() {
        Attempts attempts = new Attempts(now::get);
        assertEquals(100, IntStream.range(0, 10_000).filter(i -> attempts.failed("10.0.%d.%d".formatted(i / 256, i % 256))).count());
    }

    @Test
    void onlyTheAddressThatATokenCameFromIsTrusted() {
        Attempts attempts = new Attempts(now::get);
        attempts.trust("a", "digest");
        assertTrue(attempts.isTrusted("a", "digest"));
        assertFalse(attempts.isTrusted("b", "digest"));
        assertFalse(attempts.isTrusted("a", "other"));
    }

    @Test
    void aSessionLastsForTwelveHours() {
        Digests digests = new Digests();
        Sessions sessions = new Sessions(now::get, digests);
        String id = sessions.open("token");
        pass(Duration.ofHours(12));
        assertEquals(Optional.of(digests.of("token")), sessions.find(id));
        pass(Duration.ofMillis(1));
        assertEquals(Optional.empty(), sessions.find(id));
        assertEquals(Optional.empty(), sessions.find("another"));
    }

    @Test
    void aHashIsReadAsItWasWritten() {
        TokenHash hash = TokenHash.of("token");
        TokenHash read = TokenHash.parse(hash.text() + "\n").orElseThrow();
        assertTrue(read.matches("token"));
        assertFalse(read.matches("tokem"));
        assertEquals(Optional.empty(), TokenHash.parse("sha256:" + "00".repeat(15) + ":" + "00".repeat(32)));
        assertEquals(Optional.empty(), TokenHash.parse(""));
    }
}
