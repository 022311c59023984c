package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The order in which smooth weighted round-robin serves, for one whole cycle: weights 5, 1, 1 make {@code a a b a c a a}. The same as
 * nginx's ({@code ngx_http_upstream_get_round_robin_peer}): at each turn everybody's balance grows by its weight, the first of those with
 * the highest balance serves and pays the sum of all weights.
 *
 * <p>Backends of equal weight take turns among themselves, so only the first in line of each weight needs a balance: a turn costs the
 * number of different weights, not of backends.
 *
 * <p>A cycle is as long as the weights' sum, divided by what they have in common. Where that is more than the larger of
 * {@value #MOST_TURNS} and {@value #MOST_TURNS_EACH} turns a backend, the weights are scaled down to about that sum and rounded to whole
 * turns: a backend's share is off by at most half a turn of the cycle, but nobody has less than one turn.
 */
final class Schedule {

    static final int MOST_TURNS = 65_536;
    static final int MOST_TURNS_EACH = 16;

    private Schedule() {}

    /**
     * Makes the cycle. Takes time in proportion to turns and different weights: some 20 ms for 5 000 backends with all kinds of weights.
     *
     * @param all may be empty, may be of several priorities
     * @return who serves, turn by turn; empty only for no backends
     */
    static Backend[] of(Candidates all) {
        List<Backend> backends = new ArrayList<>();
        int tier = all.isEmpty() ? 0 : Tier.of(all);
        for (int i = 0; i < all.size(); i++) {
            if (Tier.share(all.get(i), tier) > 0) {
                backends.add(all.get(i));
            }
        }
        long[] shares = backends.stream().mapToLong(backend -> Tier.share(backend, tier)).toArray();
        return cycle(linesByWeight(backends, turns(shares)));
    }

    /** Turns of each in one cycle, for shares that are more than 0. */
    static int[] turns(long[] shares) {
        long common = 0;
        long total = 0;
        for (long share : shares) {
            common = greatestCommonDivisor(common, share);
            total += share;
        }
        long most = Math.max(MOST_TURNS, (long) MOST_TURNS_EACH * shares.length);
        int[] turns = new int[shares.length];
        for (int i = 0; i < shares.length; i++) {
            boolean fits = total / common <= most;
            turns[i] = (int) (fits ? shares[i] / common : Math.max(1, Math.round((double) shares[i] * most / total)));
        }
        return turns;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static List<Line> linesByWeight(List<Backend> backends, int[] turns) {
        var lines = new TreeMap<Integer, Line>();
        for (int i = 0; i < turns.length; i++) {
            lines.computeIfAbsent(turns[i], Line::new).add(backends.get(i), i);
        }
        return List.copyOf(lines.values());
    }

    private static Backend[] cycle(List<Line> lines) {
        int[] weights = lines.stream().mapToInt(line -> line.weight).toArray();
        int total = lines.stream().mapToInt(line -> line.weight * line.backends.size()).sum();
        var cycle = new Backend[total];
        var balances = new long[weights.length];
        int[] places = lines.stream().mapToInt(Line::place).toArray();
        for (int turn = 0; turn < total; turn++) {
            int best = grow(balances, weights, places);
            Line line = lines.get(best);
            cycle[turn] = line.serve();
            balances[best] -= line.next == 0 ? total : 0;
            places[best] = line.place();
        }
        return cycle;
    }

    /** One turn's growth: the loop that all the time goes into, so on plain arrays. */
    private static int grow(long[] balances, int[] weights, int[] places) {
        int best = 0;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < balances.length; i++) {
            long balance = balances[i] + weights[i];
            balances[i] = balance;
            if (balance > highest || (balance == highest && places[i] < places[best])) {
                highest = balance;
                best = i;
            }
        }
        return best;
    }

    /**
     * Backends of one weight, in the order of the configuration. Its balance is that of the next to serve; those behind have the same, those
     * before it the sum of all weights less.
     */
    private static final class Line {

        private final int weight;
        private final List<Backend> backends = new ArrayList<>();
        /** Where each stands in the configuration: decides between equal balances of two lines. */
        private final List<Integer> places = new ArrayList<>();
        private int next;

        Line(int weight) {
            this.weight = weight;
        }

        void add(Backend backend, int place) {
            backends.add(backend);
            places.add(place);
        }

        int place() {
            return places.get(next);
        }

        Backend serve() {
            Backend served = backends.get(next);
            next = (next + 1) % backends.size();
            return served;
        }
    }
}
