package io.awe4lb.kernel.pool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether so few backends are left that checks and ejections are not believed any more: when of every priority that has backends
 * at all fewer than the threshold are healthy. As long as one priority is above it, that one serves.
 *
 * @param healthy backends that checks and ejections let serve
 * @param able those that would be asked in a panic: ready, with an address, and not waiting for their first verdict
 * @param isOn whether it is time
 */
record Panic(int healthy, int able, boolean isOn) {

    static final Panic NONE = new Panic(0, 0, false);

    /** @param percent threshold; 0: never */
    static Panic of(List<PoolBackend> members, int percent) {
        Map<Integer, int[]> tiers = new HashMap<>();
        int healthy = 0;
        int able = 0;
        for (PoolBackend backend : members) {
            if (backend.isJudged()) {
                int[] tier = tiers.computeIfAbsent(backend.priority(), _ -> new int[2]);
                int fit = backend.isFit() ? 1 : 0;
                tier[0] += fit;
                tier[1]++;
                healthy += fit;
                able++;
            }
        }
        boolean isOn = !tiers.isEmpty() && tiers.values().stream().allMatch(tier -> tier[0] * 100 < percent * tier[1]);
        return new Panic(healthy, able, isOn);
    }
}
