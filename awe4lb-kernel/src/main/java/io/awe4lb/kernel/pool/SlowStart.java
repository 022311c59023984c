package io.awe4lb.kernel.pool;

import io.awe4lb.spi.BackendSpec;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives backends that serve again a growing part of their weight, in steps. Weights are whole numbers and most are 1, so while somebody
 * grows, those of all members are multiplied: strategies see the same proportions among the others, and know nothing of it. Times are
 * readings of the nano clock. On the control thread.
 */
final class SlowStart {

    /** From the first step, a twentieth of its weight, to all of it. */
    static final int STEPS = 20;

    /** When each of them was back. */
    private final Map<PoolBackend, Long> growing = new IdentityHashMap<>();
    /** Whether all have their whole weight. */
    private boolean hasEnded = true;

    /** It serves again. */
    void begin(PoolBackend backend, long now) {
        growing.put(backend, now);
    }

    /** It does not serve any more. */
    void end(PoolBackend backend) {
        growing.remove(backend);
    }

    /**
     * Sets the weights that hold now.
     *
     * @param time from the first step to the whole weight; zero: nobody grows
     * @return whether somebody goes on growing
     */
    boolean settle(Duration time, List<PoolBackend> members, long now) {
        if (growing.isEmpty() && hasEnded) {
            return false;
        }
        growing.values().removeIf(begin -> now - begin >= time.toNanos());
        int factor = growing.isEmpty() ? 1 : factor(members);
        for (PoolBackend backend : members) {
            Long begin = growing.get(backend);
            backend.grow(begin == null ? STEPS : step(time, now - begin), factor);
        }
        hasEnded = growing.isEmpty();
        return !hasEnded;
    }

    /** As much as is needed, and as the largest weight allows. */
    private static int factor(List<PoolBackend> members) {
        int largest = members.stream().mapToInt(PoolBackend::wantedWeight).max().orElse(1);
        return Math.clamp(BackendSpec.MAX_WEIGHT / Math.max(largest, 1), 1, STEPS);
    }

    private static int step(Duration time, long age) {
        return 1 + (int) (age * (double) STEPS / time.toNanos());
    }
}
