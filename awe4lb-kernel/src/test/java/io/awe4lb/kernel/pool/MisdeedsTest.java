package io.awe4lb.kernel.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.awe4lb.kernel.config.PassiveHealthConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MisdeedsTest {

    private static final Duration TEN = Duration.ofSeconds(10);
    /** Where the nano clock of a machine may well stand. */
    private static final long BEGIN = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    private final Misdeeds misdeeds = new Misdeeds();

    private static PassiveHealthConfig config(int failures, int resets) {
        return new PassiveHealthConfig(failures, resets, TEN, TEN, Duration.ofMinutes(1), 50);
    }

    private static long at(double seconds) {
        return BEGIN + (long) (seconds * 1e9);
    }

    private Optional<Duration> failed(int failures, double second) {
        return misdeeds.failed(config(failures, 0), at(second));
    }

    @Test
    void asManyFailuresAsAreConfiguredWithinTheWindowEject() {
        assertEquals(Optional.empty(), failed(3, 0));
        assertEquals(Optional.empty(), failed(3, 9));
        assertEquals(Optional.empty(), failed(3, 10.5), "the first one is too long ago");
        assertEquals(Optional.of(TEN), failed(3, 11));
    }

    @Test
    void failuresAndResetsAreCountedApart() {
        assertEquals(Optional.empty(), misdeeds.reset(config(2, 2), at(0)));
        assertEquals(Optional.empty(), misdeeds.failed(config(2, 2), at(1)));
        assertEquals(Optional.of(TEN), misdeeds.reset(config(2, 2), at(2)));
    }

    @Test
    void whatIsNotCountedEjectsNobody() {
        for (int i = 0; i < 100; i++) {
            assertEquals(Optional.empty(), misdeeds.reset(config(1, 0), at(0)));
            assertEquals(Optional.empty(), misdeeds.failed(PassiveHealthConfig.OFF, at(0)));
        }
    }

    @Test
    void eachEjectionInARowIsTwiceAsLongUpToTheLongest() {
        List<Long> seconds = new ArrayList<>();
        double now = 0;
        for (int i = 0; i < 40; i++) {
            long time = failed(1, now).orElseThrow().toSeconds();
            seconds.add(time);
            now += time + 1;
        }
        assertEquals(List.of(10L, 20L, 40L, 60L, 60L), seconds.subList(0, 5));
        assertEquals(60L, seconds.getLast());
    }

    @Test
    void whoHasServedForAsLongAsItWasOutBeginsAnew() {
        failed(1, 0);
        assertEquals(20, failed(1, 10 + 9).orElseThrow().toSeconds());
        assertEquals(40, failed(1, 39 + 19).orElseThrow().toSeconds());
        assertEquals(10, failed(1, 98 + 40).orElseThrow().toSeconds());
    }

    @Test
    void anEjectionThatIsLongerThanTheLongestStaysAsItIs() {
        var config = new PassiveHealthConfig(1, 0, TEN, Duration.ofHours(1), Duration.ofMinutes(5), 50);
        assertEquals(Optional.of(Duration.ofHours(1)), misdeeds.failed(config, at(0)));
        assertEquals(Optional.of(Duration.ofHours(1)), misdeeds.failed(config, at(3_601)));
    }

    @Test
    void whatLedToAnEjectionDoesNotLeadToTheNext() {
        failed(2, 0);
        assertEquals(Optional.of(TEN), failed(2, 1));
        assertEquals(Optional.empty(), failed(2, 2));
    }
}
