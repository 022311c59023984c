package io.awe4lb.kernel.admission;

/**
 * Cuts the addresses into spans that are meant by the same rule. Networks are nested or apart, so that one walk over them, by their first
 * address and then the widest first, sees each span once: those that the walk is in are a stack. Used once, on one thread.
 */
final class Sweep {

    /** Takes spans in the order of their addresses; each ends where the next one begins. */
    interface Spans {

        /** @param rule {@link RuleTable#NONE} if no rule is about them */
        void from(long high, long low, int rule);
    }

    private static final int HALF = Long.SIZE;
    /** As many as networks can be nested that differ; those that are alike take no place. */
    private static final int DEEPEST = 2 * Long.SIZE + 1;

    private final Spans spans;
    private final long[] lastHigh = new long[DEEPEST];
    private final long[] lastLow = new long[DEEPEST];
    private final int[] bits = new int[DEEPEST];
    private final int[] rules = new int[DEEPEST];
    private int depth;

    Sweep(Spans spans) {
        this.spans = spans;
    }

    /** The next network. Of two that are alike the one of the smaller rule comes first. */
    void network(long high, long low, int networkBits, int rule) {
        while (depth > 0 && isBehind(high, low)) {
            leave();
        }
        boolean isKnown = depth > 0 && bits[depth - 1] == networkBits; // it begins in that one and is as wide
        if (isKnown) {
            return;
        }
        int first = Math.min(rule, current());
        spans.from(high, low, first);
        lastHigh[depth] = high | rest(networkBits);
        lastLow[depth] = low | rest(networkBits - HALF);
        bits[depth] = networkBits;
        rules[depth] = first;
        depth++;
    }

    /** There is no other one. */
    void end() {
        while (depth > 0) {
            leave();
        }
    }

    private boolean isBehind(long high, long low) {
        int byHigh = Long.compareUnsigned(high, lastHigh[depth - 1]);
        return byHigh > 0 || byHigh == 0 && Long.compareUnsigned(low, lastLow[depth - 1]) > 0;
    }

    /** Behind the innermost network the one around it goes on. */
    private void leave() {
        depth--;
        long low = lastLow[depth] + 1;
        long high = lastHigh[depth] + (low == 0 ? 1 : 0);
        if (high != 0 || low != 0) { // else it was the last address of all
            spans.from(high, low, current());
        }
    }

    private int current() {
        return depth == 0 ? RuleTable.NONE : rules[depth - 1];
    }

    /** What is left of a half after so many bits from its left. */
    private static long rest(int count) {
        return count <= 0 ? -1 : count >= HALF ? 0 : -1L >>> count;
    }
}
