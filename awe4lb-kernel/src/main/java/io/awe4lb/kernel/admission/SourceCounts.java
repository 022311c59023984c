package io.awe4lb.kernel.admission;

import java.util.concurrent.ConcurrentHashMap;

/** How many clients of each source are here. Any loop, many at once; needs memory for those that are here, and for no other. */
final class SourceCounts {

    private final ConcurrentHashMap<Source, Integer> counts = new ConcurrentHashMap<>();

    /** @return false if there are as many as the limit; else it is to be given back */
    boolean take(Source source, int limit) {
        int[] before = {0};
        counts.compute(source, (_, count) -> {
            before[0] = count == null ? 0 : count;
            return before[0] < limit ? Integer.valueOf(before[0] + 1) : count;
        });
        return before[0] < limit;
    }

    /** One more, however many there are. */
    void takeAnyway(Source source) {
        counts.merge(source, 1, Integer::sum);
    }

    void giveBack(Source source) {
        counts.computeIfPresent(source, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    /** Sources with clients here. */
    int size() {
        return counts.size();
    }
}
