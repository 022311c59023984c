package io.awe4lb.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.Allocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a broken wheel turns for ever
class TimerWheelTest {

    private static final long TICK = 1 << 20;
    private static final long YEAR = Duration.ofDays(365).toNanos();

    /** Counts its calls. */
    private static final class Alarm extends Timer {
        int calls;

        @Override
        protected void onTimeout() {
            calls++;
        }
    }

    /** The same ones each time, and some that nobody has seen yet. */
    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 40), new Random().longs(10));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void behavesLikeAPlainListOfTimers(long seed) {
        new TimerWheelModel(seed).run(3_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PT0.000000001S", "PT0.001S", "PT0.067108864S", "PT4.294967296S", "PT274.877906944S", "PT4H53M", "PT24H", "P365D"})
    void aLoopThatSleepsAsLongAsItMayFiresATimerInItsTick(Duration delay) {
        long now = Long.MAX_VALUE - Duration.ofHours(1).toNanos(); // the nano clock may overflow
        long at = now + delay.toNanos();
        var wheel = new TimerWheel(now);
        var alarm = new Alarm();
        wheel.schedule(alarm, at);
        while (alarm.calls == 0) {
            long sleep = wheel.nanosToNext(now);
            assertTrue(sleep > 0, "the loop would spin");
            now += sleep;
            wheel.advance(now);
        }
        assertTrue(now - at >= 0 && now - at < TICK, () -> "fired too early or too late");
    }

    @Test
    void anEmptyWheelLetsTheLoopSleepForEver() {
        var wheel = new TimerWheel(7);
        assertEquals(Long.MAX_VALUE, wheel.nanosToNext(7));
        var alarm = new Alarm();
        wheel.schedule(alarm, 7 + YEAR);
        wheel.cancel(alarm);
        assertEquals(Long.MAX_VALUE, wheel.nanosToNext(7));
        wheel.schedule(alarm, 8);
        wheel.advance(7 + TICK);
        assertEquals(1, alarm.calls);
        assertEquals(Long.MAX_VALUE, wheel.nanosToNext(7 + TICK));
    }

    @Test
    void aTimerIsCalledOnceAndCanBeScheduledAgain() {
        var wheel = new TimerWheel(0);
        var alarm = new Alarm();
        wheel.schedule(alarm, 5 * TICK);
        wheel.advance(10 * TICK);
        wheel.advance(YEAR);
        assertEquals(1, alarm.calls);
        wheel.schedule(alarm, YEAR + TICK);
        wheel.advance(YEAR + 2 * TICK);
        assertEquals(2, alarm.calls);
    }

    @Test
    void cancellingWhatIsNotScheduledDoesNothing() {
        var wheel = new TimerWheel(0);
        var alarm = new Alarm();
        wheel.cancel(alarm);
        wheel.schedule(alarm, TICK);
        wheel.cancel(alarm);
        wheel.cancel(alarm);
        wheel.advance(YEAR);
        assertEquals(0, alarm.calls);
    }

    @Test
    void aDeadlineInThePastIsMetByTheNextTick() {
        var wheel = new TimerWheel(0);
        wheel.advance(YEAR);
        var alarm = new Alarm();
        wheel.schedule(alarm, 3);
        wheel.advance(YEAR + TICK);
        assertEquals(1, alarm.calls);
    }

    @Test
    void aTimerThatCancelsAnotherOneOfItsTickKeepsItFromFiring() {
        var wheel = new TimerWheel(0);
        List<Alarm> fired = new ArrayList<>();
        Alarm[] pair = new Alarm[2];
        Timer[] timers = new Timer[2];
        for (int i = 0; i < 2; i++) {
            int own = i;
            pair[i] = new Alarm();
            timers[i] = new Timer() {
                @Override
                protected void onTimeout() {
                    fired.add(pair[own]);
                    wheel.cancel(timers[1 - own]);
                }
            };
            wheel.schedule(timers[i], TICK);
        }
        wheel.advance(YEAR);
        assertEquals(1, fired.size());
    }

    @Test
    void aTimerThatSchedulesItselfInThePastDoesNotHoldTheLoop() {
        var wheel = new TimerWheel(0);
        var restless = new Timer() {
            int calls;

            @Override
            protected void onTimeout() {
                calls++;
                wheel.schedule(this, 0);
            }
        };
        wheel.schedule(restless, 0);
        wheel.advance(100 * TICK);
        assertEquals(100, restless.calls, "once a tick");
        assertFalse(wheel.nanosToNext(100 * TICK) > TICK);
    }

    @Test
    void nothingIsAllocated() {
        var wheel = new TimerWheel(0);
        List<Alarm> alarms = IntStream.range(0, 2_000).mapToObj(_ -> new Alarm()).toList();
        var driver = new Driver(wheel, alarms.toArray(Alarm[]::new));
        driver.run();
        assertEquals(0, Allocation.of(driver));
        assertTrue(alarms.stream().mapToInt(alarm -> alarm.calls).sum() > 0, "some fired");
    }

    /** Schedules, moves, cancels and fires on every level; made of loops alone, so that it allocates nothing itself. */
    private static final class Driver implements Runnable {
        private final TimerWheel wheel;
        private final Alarm[] alarms;
        private long now;

        Driver(TimerWheel wheel, Alarm[] alarms) {
            this.wheel = wheel;
            this.alarms = alarms;
        }

        @Override
        public void run() {
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < alarms.length; i++) {
                    wheel.schedule(alarms[i], now + (1L << i % 50));
                    if (i % 3 == 0) {
                        wheel.cancel(alarms[i / 2]);
                    }
                }
                now += Math.min(wheel.nanosToNext(now), TICK) + (TICK << round);
                wheel.advance(now);
            }
        }
    }
}
