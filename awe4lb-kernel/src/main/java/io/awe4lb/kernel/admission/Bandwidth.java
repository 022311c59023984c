package io.awe4lb.kernel.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes within a time, as {@link Pace} counts clients: a tenth of a second's bytes may come at once. Whoever has read more than there was
 * room for owes it, and waits longer. Any loop, many at once; no lock.
 */
public final class Bandwidth {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long DEPTH = TimeUnit.MILLISECONDS.toNanos(100);
    /** Of a very small bandwidth: fewer bytes are not worth a read. */
    private static final long LEAST = 512;

    private final double bytesPerNano;
    private final long depth;
    /** When it will be as if nothing had come. */
    private final AtomicLong even;

    /**
     * Makes one of which nothing is used yet.
     *
     * @param bytesPerSecond 1 or more
     * @param now by the loop's clock, in nanoseconds
     */
    public Bandwidth(long bytesPerSecond, long now) {
        this.bytesPerNano = bytesPerSecond / SECOND;
        this.depth = Math.max(DEPTH, (long) (LEAST / bytesPerNano));
        this.even = new AtomicLong(now);
    }

    /**
     * How much may come now.
     *
     * @param now by the loop's clock, in nanoseconds
     * @return bytes; 0 or less: nothing
     */
    public long room(long now) {
        return (long) ((depth - Math.max(0, even.get() - now)) * bytesPerNano);
    }

    /**
     * When it is worth asking again.
     *
     * @param now by the loop's clock, in nanoseconds
     * @return by the same clock; not before now
     */
    public long next(long now) {
        return Math.max(now, even.get());
    }

    /**
     * So much has come.
     *
     * @param bytes perhaps more than there was room for
     * @param now by the loop's clock, in nanoseconds
     */
    public void use(long bytes, long now) {
        long time = (long) Math.ceil(bytes / bytesPerNano);
        long before;
        do {
            before = even.get();
        } while (!even.compareAndSet(before, (before - now > 0 ? before : now) + time));
    }
}
