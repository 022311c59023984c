package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;

/** The shares of prepared backends, laid end to end, to draw from by bisection. Immutable; asking allocates nothing. */
final class ShareTable {

    private final Candidates all;
    /** Per backend: its share and those of all before it. */
    private final long[] upTo;

    /** @param all may be empty; then nothing can be drawn */
    ShareTable(Candidates all) {
        this.all = all;
        this.upTo = new long[all.size()];
        int tier = all.isEmpty() ? 0 : Tier.of(all);
        long total = 0;
        for (int i = 0; i < all.size(); i++) {
            total += Tier.share(all.get(i), tier);
            upTo[i] = total;
        }
    }

    /** Whether it was made for these: only then do its indexes mean anything. */
    boolean isOf(Candidates candidates) {
        return candidates == all;
    }

    /** All shares together, less than 2^32. */
    long total() {
        return upTo[upTo.length - 1];
    }

    Backend backend(int index) {
        return all.get(index);
    }

    /** The shares of all before it: where its own begins. */
    long from(int index) {
        return index == 0 ? 0 : upTo[index - 1];
    }

    long share(int index) {
        return upTo[index] - from(index);
    }

    /**
     * Whose share a point falls into.
     *
     * @param point from 0 to {@code total() - 1}
     * @return an index; never of one without a share
     */
    int at(long point) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
