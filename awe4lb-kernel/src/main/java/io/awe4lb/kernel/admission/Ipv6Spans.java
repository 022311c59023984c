package io.awe4lb.kernel.admission;

import java.util.Arrays;

/** Spans of IPv6 addresses: 20 bytes each. Immutable once it is built. */
final class Ipv6Spans implements Sweep.Spans {

    /** The halves of first addresses, in ascending order. */
    private long[] highs;

    private long[] lows;
    private int[] rules;
    private int count;

    /** @param networks that will be swept; each makes two spans at most */
    Ipv6Spans(int networks) {
        this.highs = new long[2 * networks + 1];
        this.lows = new long[2 * networks + 1];
        this.rules = new int[2 * networks + 1];
        from(0, 0, RuleTable.NONE);
    }

    @Override
    public void from(long high, long low, int rule) {
        if (count > 0 && highs[count - 1] == high && lows[count - 1] == low) {
            count--;
        }
        if (count == 0 || rules[count - 1] != rule) {
            highs[count] = high;
            lows[count] = low;
            rules[count] = rule;
            count++;
        }
    }

    Ipv6Spans trimmed() {
        highs = Arrays.copyOf(highs, count);
        lows = Arrays.copyOf(lows, count);
        rules = Arrays.copyOf(rules, count);
        return this;
    }

    int rule(long high, long low) {
        int from = 0; // begins at or before the address
        int to = count; // begins behind it
        while (to - from > 1) {
            int middle = from + to >>> 1;
            int byHigh = Long.compareUnsigned(highs[middle], high);
            boolean isBehind = byHigh > 0 || byHigh == 0 && Long.compareUnsigned(lows[middle], low) > 0;
            if (isBehind) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return rules[from];
    }
}
