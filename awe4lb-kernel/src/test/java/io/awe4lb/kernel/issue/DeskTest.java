package io.awe4lb.kernel.issue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.IssuedConfig;
import io.awe4lb.kernel.stats.Event;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.IssuedFiles;
import io.awe4lb.kernel.tls.Issued;
import io.awe4lb.kernel.tls.TestCertificate;
import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.TlsSettings.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {

    private static final long SEED = 20_261_126;
    private static final String LAST_EVENT_BEGINS = "played has given no certificate for site.example: ";

    @TempDir
    static Path directory;

    /** Valid for three days. */
    private static Identity given;

    private static Instant begin;

    private final IssuedFiles files = DataDirectory.inMemory().issued();
    private final List<CertificateOrder> orders = new ArrayList<>();
    private final Deque<IssuingException> refusals = new ArrayDeque<>();
    private Instant now = begin.plusSeconds(60);
    private final Events events = new Events(() -> now);
    private final IssueCounters counters = new IssueCounters();

    @BeforeAll
    static void make() throws Exception {
        given = TestCertificate.make(directory, "site", "ec -pkeyopt ec_paramgen_curve:P-256", "site.example").identity();
        begin = given.chain().getFirst().getNotBefore().toInstant();
    }

    private Identity answer(CertificateOrder order) throws IssuingException {
        orders.add(order);
        if (!refusals.isEmpty()) {
            throw refusals.pop();
        }
        return given;
    }

    /** As after a start. */
    private Desk desk(String authority) {
        IssuedConfig wanted = new PlayedIssuer(authority, this::answer).gives("site.example");
        var means = new Desk.Means(new Issued(files), new Report(events, () -> now), () -> now, new Random(SEED));
        return new Desk(wanted.issuer(), List.of(wanted), means, counters);
    }

    private static IssuedStatus status(Desk desk) {
        return desk.status().getFirst();
    }

    private Event lastEvent() {
        return events.latest(1).getFirst();
    }

    @Test
    void aCertificateIsAskedForAtOnceAndAgainWhenTwoThirdsOfItsLifeAreSpent() throws Exception {
        Desk desk = desk("an authority");

        desk.work();

        assertEquals(List.of("site.example"), orders.getFirst().names());
        Duration spent = Duration.between(begin, status(desk).nextTry());
        assertTrue(spent.compareTo(Duration.ofHours(48)) <= 0 && spent.compareTo(Duration.ofHours(45)) > 0, spent::toString);
        assertEquals(Event.Severity.INFO, lastEvent().severity());
        now = status(desk).nextTry().minusSeconds(1);
        assertEquals(Duration.ofSeconds(1), desk.work());
        assertEquals(1, orders.size());
        now = now.plusSeconds(1);
        desk.work();
        assertEquals(2, orders.size());
        assertEquals(2, counters.issued());
    }

    @Test
    void afterARestartTheLastOneGoesOnAndNobodyIsAsked() throws Exception {
        desk("an authority").work();

        Desk next = desk("an authority");
        next.work();

        assertEquals(1, orders.size());
        assertTrue(new Issued(files).certificate(status(next).wanted()).isPresent());
    }

    @Test
    void anotherAuthorityIsAskedForOneOfItsOwn() throws Exception {
        desk("for trials").work();

        desk("for good").work();

        assertEquals(2, orders.size());
    }

    @Test
    void whoIsRefusedAsksEverMoreSeldomAndSaysWhy() throws Exception {
        for (int i = 0; i < 12; i++) {
            refusals.add(new IssuingException("no, " + i));
        }
        Desk desk = desk("an authority");
        List<Duration> pauses = new ArrayList<>();
        while (!refusals.isEmpty()) {
            desk.work();
            pauses.add(Duration.between(now, status(desk).nextTry()));
            now = status(desk).nextTry();
        }

        assertEquals(Optional.of("no, 11"), status(desk).lastError());
        assertEquals(12, status(desk).failures());
        assertEquals(12, counters.failed());
        assertTrue(lastEvent().message().startsWith(LAST_EVENT_BEGINS + "no, 11; clients get one that nobody trusts"),
                lastEvent()::message);
        assertEquals(Event.Severity.ERROR, lastEvent().severity());
        for (int i = 0; i < pauses.size(); i++) {
            Duration least = Duration.ofMinutes(Math.min(5L << i, 720));
            assertTrue(pauses.get(i).compareTo(least) >= 0 && pauses.get(i).compareTo(least.multipliedBy(11).dividedBy(10)) <= 0,
                    pauses::toString);
        }
        desk.work();
        assertEquals(Optional.empty(), status(desk).lastError());
        assertEquals(0, status(desk).failures());
    }

    @Test
    void anAuthorityThatSaysWhenIsNotAskedBeforeNotEvenAfterARestart() throws Exception {
        Instant time = now.plus(Duration.ofDays(2));
        refusals.add(new IssuingException("too often", time, new IOException()));
        desk("an authority").work();

        Desk next = desk("an authority");
        next.work();
        assertEquals(time, status(next).nextTry());
        assertEquals(1, orders.size());
        now = time;
        next.work();
        assertEquals(2, orders.size());
    }

    @Test
    void whoIsRestartedAgainAndAgainDoesNotAskAtEachStart() throws Exception {
        refusals.add(new IssuingException("no"));
        desk("an authority").work();
        desk("an authority").work();
        assertEquals(1, orders.size());
        now = now.plus(Duration.ofMinutes(5));
        desk("an authority").work();
        assertEquals(2, orders.size());
    }

    @Test
    void aFailedRenewalKeepsTheLastOne() throws Exception {
        Desk desk = desk("an authority");
        desk.work();
        now = status(desk).nextTry();
        refusals.add(new IssuingException("not today"));
        desk.work();

        assertTrue(lastEvent().message().contains("; clients get the last one, which is valid until "), lastEvent()::message);
        assertEquals(Event.Severity.WARNING, lastEvent().severity());
        assertTrue(new Issued(files).certificate(status(desk).wanted()).isPresent());
    }

    @Test
    void whatAnIssuerKeepsIsThereForTheNextOrderOfTheSameAuthority() throws Exception {
        desk("an authority").work();
        orders.getFirst().keep("account", "a key".getBytes(StandardCharsets.US_ASCII));
        now = now.plus(Duration.ofDays(9));
        desk("an authority").work();
        desk("another").work();

        assertArrayEquals("a key".getBytes(StandardCharsets.US_ASCII), orders.get(1).kept("account").orElseThrow());
        assertEquals(Optional.empty(), orders.get(2).kept("account"));
    }

    @Test
    void aDamagedFileIsAskedForAnew() throws Exception {
        Desk desk = desk("an authority");
        desk.work();
        files.write(new Issued(files).name(status(desk).wanted()) + ".pem", "-----BEGIN".getBytes(StandardCharsets.US_ASCII));

        Desk next = desk("an authority");
        assertFalse(new Issued(files).certificate(status(next).wanted()).isPresent());
        next.work();
        assertEquals(2, orders.size());
        assertTrue(new Issued(files).certificate(status(next).wanted()).isPresent());
    }

    @Test
    void aBugOfAPluginIsAFailureLikeOthers() throws Exception {
        IssuedConfig wanted = new PlayedIssuer("an authority", _ -> {
            throw new IllegalStateException("a bug");
        }).gives("site.example");
        var means = new Desk.Means(new Issued(files), new Report(events, () -> now), () -> now, new Random(SEED));
        Desk desk = new Desk(wanted.issuer(), List.of(wanted), means, counters);

        desk.work();

        assertTrue(lastEvent().message().startsWith(LAST_EVENT_BEGINS + "its plugin failed with "), lastEvent()::message);
    }
}
