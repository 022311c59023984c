package io.awe4lb.kernel.admission;

import java.util.Arrays;

/** Spans of IPv4 addresses: 8 bytes each. Immutable once it is built. */
final class Ipv4Spans implements Sweep.Spans {

    /** What stands before them, in the 32 bits of the lower half of an address of IPv6. */
    static final long PREFIX = 0xFFFF;

    /** First addresses in ascending order, with the highest bit turned round, so that comparing them as they are is right. */
    private int[] starts;

    private int[] rules;
    private int count;

    /** @param networks that will be swept; each makes two spans at most */
    Ipv4Spans(int networks) {
        this.starts = new int[2 * networks + 1];
        this.rules = new int[2 * networks + 1];
        from(0, PREFIX << Integer.SIZE, RuleTable.NONE);
    }

    @Override
    public void from(long high, long low, int rule) {
        if (low >>> Integer.SIZE != PREFIX) { // behind the last of them
            return;
        }
        int start = (int) low ^ Integer.MIN_VALUE;
        if (count > 0 && starts[count - 1] == start) {
            count--;
        }
        if (count == 0 || rules[count - 1] != rule) {
            starts[count] = start;
            rules[count] = rule;
            count++;
        }
    }

    Ipv4Spans trimmed() {
        starts = Arrays.copyOf(starts, count);
        rules = Arrays.copyOf(rules, count);
        return this;
    }

    int rule(int address) {
        int found = Arrays.binarySearch(starts, address ^ Integer.MIN_VALUE);
        return rules[found >= 0 ? found : -found - 2];
    }
}
