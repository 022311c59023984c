package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final RandomGenerator NO_JITTER = () -> 0;
    private static final Duration TEN = Duration.ofSeconds(10);

    @Test
    void anAnswerHoldsForItsTimeAndAtLeastForTheInterval() {
        var pace = new Pace(TEN, NO_JITTER);
        assertEquals(TEN, pace.afterAnswer(Duration.ZERO));
        assertEquals(Duration.ofSeconds(11), pace.afterAnswer(Duration.ofSeconds(11)));
    }

    private static List<Long> secondsAfterFailures(Duration interval, int failures) {
        var pace = new Pace(interval, NO_JITTER);
        return Stream.generate(pace::afterFailure).limit(failures).map(Duration::toSeconds).toList();
    }

    @Test
    void aSourceThatFailsIsAskedAgainAfterASecondAndLaterEachTimeUpToAMinute() {
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L), secondsAfterFailures(TEN, 8));
    }

    @Test
    void anIntervalThatIsShorterThanASecondIsWhereTheBackOffBegins() {
        var pace = new Pace(Duration.ofMillis(100), NO_JITTER);
        assertEquals(List.of(100L, 200L, 400L), Stream.generate(pace::afterFailure).limit(3).map(Duration::toMillis).toList());
    }

    @Test
    void anIntervalThatIsLongerThanAMinuteIsWhereTheBackOffEnds() {
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L), secondsAfterFailures(Duration.ofMinutes(5), 11));
    }

    @Test
    void anAnswerEndsTheBackOff() {
        var pace = new Pace(TEN, NO_JITTER);
        pace.afterFailure();
        pace.afterFailure();
        assertEquals(TEN, pace.afterAnswer(Duration.ZERO));
        assertEquals(Duration.ofSeconds(1), pace.afterFailure());
    }

    @Test
    void failuresWithoutEndAndAnswersForEverOverflowNothing() {
        var pace = new Pace(Duration.ofDays(365), new Random(1));
        for (int i = 0; i < 100; i++) {
            assertTrue(pace.afterFailure().compareTo(Duration.ofDays(366 + 40)) < 0);
        }
        assertTrue(pace.afterAnswer(Duration.ofSeconds(Long.MAX_VALUE)).compareTo(Duration.ofDays(366 + 40)) < 0);
    }

    /** Many that began together are asked over a tenth of the interval, and none earlier than it has to be. */
    @Test
    void pausesAreSpreadUpwards() {
        long seed = 7;
        Set<Long> tenths = new HashSet<>();
        var pace = new Pace(TEN, new Random(seed));
        for (int i = 0; i < 1_000; i++) {
            Duration pause = pace.afterAnswer(Duration.ZERO);
            assertTrue(pause.compareTo(TEN) >= 0 && pause.compareTo(Duration.ofSeconds(11)) <= 0, "seed " + seed + ": " + pause);
            tenths.add(pause.toMillis() / 100);
        }
        assertTrue(tenths.size() >= 10, "seed " + seed + ": " + tenths);
    }
}
