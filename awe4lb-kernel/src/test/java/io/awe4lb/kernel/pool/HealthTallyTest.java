package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.pool.Health.Status;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckResult.Failed;
import io.awe4lb.spi.CheckResult.Inconclusive;
import io.awe4lb.spi.CheckResult.Passed;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTallyTest {

    private static final CheckResult PASS = new Passed("connected in 2 ms");
    private static final CheckResult FAIL = new Failed("connect_refused", "connection refused");
    private static final CheckResult NONE = new Inconclusive("no file descriptor left");

    /** One second passes before each result. */
    private Instant now = Instant.EPOCH;

    private HealthTally tally(int rise, int fall, Initial initial) {
        return new HealthTally(new PoolSettings().rise(rise).fall(fall).initial(initial).healthCheckConfig(), () -> now);
    }

    private Health count(HealthTally tally, CheckResult... results) {
        for (CheckResult result : results) {
            now = now.plusSeconds(1);
            tally.count(result);
        }
        return tally.health();
    }

    @Test
    void aBackendServesAtOnceUnlessItHasToPassFirst() {
        assertEquals(new Health(Status.STARTING, true, "starting", "not checked yet", Instant.EPOCH), tally(2, 3, Initial.UP).health());
        assertEquals(new Health(Status.STARTING, false, "starting", "not checked yet", Instant.EPOCH), tally(2, 3, Initial.DOWN).health());
    }

    @Test
    void asManyPassesInARowAsRiseBringItUp() {
        HealthTally tally = tally(3, 1, Initial.DOWN);
        assertEquals(Status.STARTING, count(tally, PASS, PASS).status());
        assertFalse(tally.health().serves());
        assertEquals(new Health(Status.UP, true, "check_passed", "connected in 2 ms", Instant.ofEpochSecond(3)), count(tally, PASS));
    }

    @Test
    void asManyFailuresInARowAsFallTakeItDown() {
        HealthTally tally = tally(1, 3, Initial.UP);
        assertEquals(Status.STARTING, count(tally, FAIL, FAIL).status());
        assertTrue(tally.health().serves());
        assertEquals(new Health(Status.DOWN, false, "connect_refused", "connection refused", Instant.ofEpochSecond(3)), count(tally, FAIL));
    }

    @Test
    void aPassBreaksARowOfFailures() {
        HealthTally tally = tally(1, 3, Initial.UP);
        assertEquals(Status.UP, count(tally, FAIL, FAIL, PASS, FAIL, FAIL).status());
        assertEquals(Status.DOWN, count(tally, FAIL).status());
    }

    @Test
    void aFailureBreaksARowOfPasses() {
        HealthTally tally = tally(3, 1, Initial.UP);
        assertEquals(Status.DOWN, count(tally, FAIL, PASS, PASS, FAIL, PASS, PASS).status());
        assertEquals(Status.UP, count(tally, PASS).status());
    }

    @Test
    void aRowThatGoesOnKeepsTheStatusAndItsTime() {
        HealthTally tally = tally(1, 1, Initial.UP);
        assertEquals(Instant.ofEpochSecond(1), count(tally, PASS, PASS, PASS).since());
        assertEquals(Instant.ofEpochSecond(4), count(tally, FAIL, FAIL, FAIL).since());
        assertEquals(Instant.ofEpochSecond(7), count(tally, PASS).since());
    }

    @Test
    void codeAndSentenceSayWhyTheStatusIsWhatItIs() {
        HealthTally tally = tally(2, 2, Initial.UP);
        Health up = count(tally, PASS, PASS);
        assertEquals(up, count(tally, FAIL), "one failure is not enough, and says nothing of why it is up");
        assertEquals("timed out", count(tally, FAIL, new Failed("connect_timeout", "timed out")).sentence());
        assertEquals("connect_timeout", tally.health().code());
        assertEquals(Instant.ofEpochSecond(4), tally.health().since(), "down since the first of them");
    }

    @Test
    void anInconclusiveResultLeavesServingWhatServed() {
        for (List<CheckResult> before : List.of(List.<CheckResult>of(), List.of(PASS, PASS), List.of(FAIL))) {
            now = Instant.EPOCH;
            HealthTally tally = tally(2, 2, Initial.UP);
            count(tally, before.toArray(CheckResult[]::new));
            Instant at = now.plusSeconds(1);
            var expected = new Health(Status.UNKNOWN, true, "check_inconclusive", "no file descriptor left", at);
            assertEquals(expected, count(tally, NONE), () -> "after " + before);
            assertEquals(expected, count(tally, NONE), () -> "once more after " + before);
        }
    }

    @Test
    void anInconclusiveResultLeavesDownWhatWasDown() {
        HealthTally down = tally(1, 1, Initial.UP);
        assertEquals(new Health(Status.DOWN, false, "connect_refused", "connection refused", Instant.ofEpochSecond(1)),
                count(down, FAIL, NONE));
        HealthTally waiting = tally(1, 1, Initial.DOWN);
        assertEquals(Status.STARTING, count(waiting, NONE).status());
        assertFalse(waiting.health().serves());
    }

    @Test
    void anInconclusiveResultNeitherCountsNorBreaksARow() {
        HealthTally falling = tally(1, 3, Initial.UP);
        assertTrue(count(falling, FAIL, NONE, FAIL, NONE).serves());
        assertEquals(Status.DOWN, count(falling, FAIL).status());
        HealthTally rising = tally(3, 1, Initial.DOWN);
        assertFalse(count(rising, PASS, NONE, PASS, NONE, NONE).serves());
        assertEquals(Status.UP, count(rising, PASS).status());
    }

    @Test
    void onePassEndsTheDoubtAboutABackendThatWasUp() {
        HealthTally tally = tally(3, 3, Initial.UP);
        assertEquals(Status.UNKNOWN, count(tally, PASS, PASS, PASS, NONE).status());
        assertEquals(Status.UP, count(tally, PASS).status());
    }

    @Test
    void statusWordsAreThoseOfTheContract() {
        assertEquals(List.of("up", "down", "starting", "unchecked", "unknown"),
                List.of(Status.values()).stream().map(Status::word).toList());
    }
}
