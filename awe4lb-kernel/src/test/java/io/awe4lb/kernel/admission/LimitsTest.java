package io.awe4lb.kernel.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.AdmissionConfig;
import io.awe4lb.kernel.config.OnLimit;
import io.awe4lb.kernel.config.Rate;
import io.awe4lb.kernel.datapath.Limits;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.EndReason;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits, at times that the tests say. */
class LimitsTest {

    /** The clock may begin anywhere: this one is about to overflow. */
    private static final long START = Long.MAX_VALUE - TimeUnit.MINUTES.toNanos(1);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Admission admission(Limits limits) throws IOException {
        return Admission.of(config(limits), START);
    }

    private static AdmissionConfig config(Limits limits) {
        return new AdmissionConfig(List.of(), limits.config());
    }

    private static Ticket comes(Admission admission, String address, long millis) {
        return admission.admit(Client.of(InetAddress.ofLiteral(address), 1), START + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static Ticket isAdmitted(Ticket ticket) {
        assertNull(ticket.refusal());
        return ticket;
    }

    @Test
    void withoutLimitsNothingIsTaken() throws Exception {
        assertEquals(Ticket.FREE, comes(admission(Limits.of()), "192.0.2.1", 0));
    }

    @Test
    void asManyComeInAsTheLimitSaysAndOneMoreWhenOneHasGone() throws Exception {
        Admission admission = admission(Limits.of().connections(2));
        Ticket first = isAdmitted(comes(admission, "192.0.2.1", 0));
        isAdmitted(comes(admission, "192.0.2.2", 0));
        assertEquals(EndReason.LIMIT, comes(admission, "192.0.2.3", 0).refusal());
        first.close();
        first.close();
        isAdmitted(comes(admission, "192.0.2.3", 0));
        assertEquals(EndReason.LIMIT, comes(admission, "192.0.2.4", 0).refusal());
    }

    @Test
    void eachSourceHasItsOwnLimit() throws Exception {
        Admission admission = admission(Limits.of().perSource(1));
        Ticket first = isAdmitted(comes(admission, "192.0.2.1", 0));
        assertEquals(EndReason.LIMIT, comes(admission, "192.0.2.1", 0).refusal());
        isAdmitted(comes(admission, "192.0.2.2", 0));
        isAdmitted(admission.admit(Client.local(), START));
        isAdmitted(admission.admit(Client.local(), START));
        first.close();
        isAdmitted(comes(admission, "192.0.2.1", 0)).close();
    }

    @Test
    void addressesOfANetworkAreOneSource() throws Exception {
        Admission admission = admission(Limits.of().perSource(1).source(24, 56));
        isAdmitted(comes(admission, "192.0.2.1", 0));
        assertEquals(EndReason.LIMIT, comes(admission, "192.0.2.200", 0).refusal());
        isAdmitted(comes(admission, "192.0.3.1", 0));
        isAdmitted(comes(admission, "2001:db8:0:100::1", 0));
        assertEquals(EndReason.LIMIT, comes(admission, "2001:db8:0:1ff:9::1", 0).refusal());
        isAdmitted(comes(admission, "2001:db8:0:200::1", 0));
    }

    @Test
    void whoeverIsRefusedTakesNothing() throws Exception {
        Admission admission = admission(Limits.of().connections(3).perSource(1));
        isAdmitted(comes(admission, "192.0.2.1", 0));
        for (int i = 0; i < 10; i++) {
            assertEquals(EndReason.LIMIT, comes(admission, "192.0.2.1", 0).refusal());
        }
        isAdmitted(comes(admission, "192.0.2.2", 0));
        isAdmitted(comes(admission, "192.0.2.3", 0));
        assertEquals(EndReason.LIMIT, comes(admission, "192.0.2.4", 0).refusal());
    }

    @Test
    void asManyComeAtOnceAsInTheTimeOfTheRateAndThenAtItsPace() throws Exception {
        Admission admission = admission(Limits.of().rate(10, SECOND));
        for (int i = 0; i < 10; i++) {
            isAdmitted(comes(admission, "192.0.2." + i, 0));
        }
        assertEquals(EndReason.RATE_LIMITED, comes(admission, "192.0.2.20", 0).refusal());
        assertEquals(EndReason.RATE_LIMITED, comes(admission, "192.0.2.20", 99).refusal());
        isAdmitted(comes(admission, "192.0.2.20", 100));
        assertEquals(EndReason.RATE_LIMITED, comes(admission, "192.0.2.20", 199).refusal());
        for (int i = 0; i < 10; i++) {
            isAdmitted(comes(admission, "192.0.2." + i, 2_000));
        }
        assertEquals(EndReason.RATE_LIMITED, comes(admission, "192.0.2.20", 2_000).refusal());
    }

    @Test
    void aSourceThatComesTooOftenTakesNothingOfTheOthersRate() throws Exception {
        Admission admission = admission(Limits.of().rate(5, SECOND).ratePerSource(2, SECOND));
        for (int i = 0; i < 20; i++) {
            assertEquals(i < 2 ? null : EndReason.RATE_LIMITED, comes(admission, "192.0.2.1", 0).refusal());
        }
        for (int i = 2; i < 5; i++) {
            isAdmitted(comes(admission, "192.0.2." + i, 0));
        }
        assertEquals(EndReason.RATE_LIMITED, comes(admission, "192.0.2.9", 0).refusal());
    }

    /** Over a long time and at any moment, never more than the rate and what may come at once. */
    @Test
    void noOtherPaceThanTheRateIsEverReached() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var arrivals = new Arrivals(new Rate(50, SECOND), START);
        long now = START;
        long came = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextInt(10_000_000);
            came += arrivals.come(now) ? 1 : 0;
            double most = 50 + (now - START) / 20_000_000.0;
            assertTrue(came <= most + 1, "seed " + seed + ": " + came + " of at most " + most);
        }
        assertTrue(came > 0.95 * (now - START) / 20_000_000.0, "seed " + seed + ": only " + came);
    }

    @Test
    void sourcesBeyondThoseThatAreRememberedAreForgottenOldestFirst() {
        var arrivals = new SourceArrivals(new Rate(1, Duration.ofHours(1)), START);
        var last = new Source(0, -1);
        assertTrue(arrivals.come(last, START));
        assertFalse(arrivals.come(last, START + 1));
        for (int i = 0; i < SourceArrivals.PLACES / 2; i++) {
            arrivals.come(new Source(7, i), START + 2 + i);
        }
        int again = 0;
        for (int i = SourceArrivals.PLACES / 2 - 1_000; i < SourceArrivals.PLACES / 2; i++) {
            again += arrivals.come(new Source(7, i), START + 1_000_000) ? 1 : 0;
        }
        assertEquals(0, again, "the last thousand are remembered");
        for (int i = 0; i < 4 * SourceArrivals.PLACES; i++) {
            arrivals.come(new Source(8, i), START + 2_000_000 + i);
        }
        assertTrue(arrivals.come(last, START + 10_000_000), "the first one is forgotten");
    }

    @Test
    void aDryRunLetsEverybodyInAndSaysWhoShouldNotHaveCome() throws Exception {
        Admission admission = admission(Limits.of().connections(1).perSource(1).rate(2, SECOND).on(new OnLimit.DryRun()));
        Ticket first = isAdmitted(comes(admission, "192.0.2.1", 0));
        assertNull(first.excess());
        Ticket second = isAdmitted(comes(admission, "192.0.2.1", 0));
        assertEquals(EndReason.LIMIT, second.excess());
        first.close();
        assertEquals(EndReason.LIMIT, isAdmitted(comes(admission, "192.0.2.1", 0)).excess());
        second.close();
    }

    @Test
    void thoseWhoAreHereCountForOtherLimitsToo() throws Exception {
        Admission before = admission(Limits.of().connections(5).rate(2, SECOND));
        Ticket first = isAdmitted(comes(before, "192.0.2.1", 0));
        isAdmitted(comes(before, "192.0.2.1", 0));
        Admission after = before.changed(config(Limits.of().connections(2).rate(2, SECOND)), START);
        assertEquals(EndReason.LIMIT, comes(after, "192.0.2.1", 0).refusal());
        first.close();
        assertEquals(EndReason.RATE_LIMITED, comes(after, "192.0.2.1", 0).refusal());
        isAdmitted(comes(after, "192.0.2.1", 500));
    }

    @Test
    void nothingIsLeftOfSourcesThatHaveGone() {
        var counts = new SourceCounts();
        for (int i = 0; i < 1_000; i++) {
            counts.take(new Source(0, i), 2);
            counts.take(new Source(0, i), 2);
            assertFalse(counts.take(new Source(0, i), 2));
        }
        assertEquals(1_000, counts.size());
        for (int i = 0; i < 2_000; i++) {
            counts.giveBack(new Source(0, i % 1_000));
        }
        assertEquals(0, counts.size());
    }

    @Test
    void bytesComeAtTheirPaceAfterATenthOfASecondOfThemAtOnce() {
        var bandwidth = new Bandwidth(100_000, START);
        assertEquals(10_000, bandwidth.room(START));
        bandwidth.use(10_000, START);
        assertEquals(0, bandwidth.room(START));
        assertEquals(5_000, bandwidth.room(START + TimeUnit.MILLISECONDS.toNanos(50)), 1);
        assertEquals(10_000, bandwidth.room(bandwidth.next(START)), 1);
        assertEquals(10_000, bandwidth.room(START + TimeUnit.HOURS.toNanos(1)));
    }

    @Test
    void bytesBeyondTheRoomAreOwed() {
        var bandwidth = new Bandwidth(100_000, START);
        bandwidth.use(60_000, START);
        assertTrue(bandwidth.room(START) < 0);
        assertEquals(START + TimeUnit.MILLISECONDS.toNanos(600), bandwidth.next(START), 1_000);
    }

    @Test
    void aSmallBandwidthStillHasRoomForSomeBytes() {
        assertTrue(new Bandwidth(1, START).room(START) >= 500);
    }
}
