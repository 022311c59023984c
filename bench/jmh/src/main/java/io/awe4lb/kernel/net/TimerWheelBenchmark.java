package io.awe4lb.kernel.net;

import io.awe4lb.bench.Allocates;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One loop's wheel with {@value #WAITING} connections waiting in it, in a time of its own. */
@State(Scope.Thread)
public class TimerWheelBenchmark {

    /** A power of two. */
    private static final int WAITING = 16_384;
    private static final long IDLE = TimeUnit.SECONDS.toNanos(30);
    /** About a tick. */
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);

    private final TimerWheel wheel = new TimerWheel(0);
    private Idle[] waiting;
    private final Idle another = new Idle();
    private int next;
    private long now;

    /** Once a fork: as if one connection after the other had come within the time-out. */
    @Setup
    public void prepare() {
        waiting = IntStream.range(0, WAITING).mapToObj(_ -> new Idle()).toArray(Idle[]::new);
        for (int i = 0; i < WAITING; i++) {
            wheel.schedule(waiting[i], IDLE * (i + 1) / WAITING);
        }
    }

    /** A connection comes, and goes before its time. */
    @Benchmark
    @Allocates(bytes = 0)
    public void scheduleAndCancel() {
        wheel.schedule(another, now + IDLE);
        wheel.cancel(another);
    }

    /** A connection was busy, and its time-out begins anew. */
    @Benchmark
    @Allocates(bytes = 0)
    public void move() {
        wheel.schedule(waiting[next++ & WAITING - 1], now + IDLE);
    }

    /** A millisecond passes: every second time a timer's time has come, and it is scheduled again. Timers of upper levels move down. */
    @Benchmark
    @Allocates(bytes = 0)
    public void advance() {
        now += STEP;
        wheel.advance(now);
    }

    private final class Idle extends Timer {
        @Override
        protected void onTimeout() {
            wheel.schedule(this, now + IDLE);
        }
    }
}
