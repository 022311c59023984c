package io.awe4lb.plugins.strategies;

import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who serves which clients: each backend has the places of a table in an order of its own, computed from its id, and takes the next free one
 * at its turn. With equal weights everybody has the same number of places, but for one; a backend that goes leaves nearly all others where
 * they were. Like {@link StickyHash} it is a promise: the same on every machine and in every version.
 *
 * <p>With weights, a backend's turn k comes at time 0 for k = 0, then {@code (k + ½) / weight}; at the same time the lower id is first. So
 * everybody has at least one place if there are enough, and the rest are rounded as Webster's method does it.
 *
 * <p>Eisenbud and others, "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016, section 3.4. With 100 places a backend,
 * nobody is more than 1 % off.
 */
final class MaglevTable {

    private final @Nullable Backend[] places;

    private MaglevTable(@Nullable Backend[] places) {
        this.places = places;
    }

    /**
     * Fills it. Takes time in proportion to its size: some milliseconds for 65 537.
     *
     * @param all may be empty, may be of several priorities
     * @param size a prime number
     */
    static MaglevTable of(Candidates all, int size) {
        var places = new @Nullable Backend[all.isEmpty() ? 0 : size];
        var lines = new PriorityQueue<Line>(lines(all, size));
        for (int left = places.length; left > 0; left--) {
            Line line = lines.remove();
            line.take(places);
            lines.add(line);
        }
        return new MaglevTable(places);
    }

    /**
     * Looks up.
     *
     * @param client from {@link ClientKey#hash}
     * @return null only if it was made of nobody
     */
    @Nullable Backend of(long client) {
        return places.length == 0 ? null : places[(int) Long.remainderUnsigned(client, places.length)];
    }

    private static List<Line> lines(Candidates all, int size) {
        var backends = new ArrayList<Backend>();
        int tier = all.isEmpty() ? 0 : Tier.of(all);
        for (int i = 0; i < all.size(); i++) {
            if (Tier.share(all.get(i), tier) > 0) {
                backends.add(all.get(i));
            }
        }
        backends.sort(Comparator.comparing(Backend::id));
        var lines = new TreeMap<Integer, Line>();
        for (int rank = 0; rank < backends.size(); rank++) {
            var row = new Row(backends.get(rank), rank, size);
            lines.computeIfAbsent(Tier.share(row.backend, tier), Line::new).rows.add(row);
        }
        return List.copyOf(lines.values());
    }

    /** Backends of one weight: they take turns, so only the next of them needs to be compared with other weights. */
    private static final class Line implements Comparable<Line> {

        private final int share;
        private final List<Row> rows = new ArrayList<>();
        private int next;
        private long turns;

        Line(int share) {
            this.share = share;
        }

        void take(@Nullable Backend[] places) {
            rows.get(next++).take(places);
            if (next == rows.size()) {
                next = 0;
                turns++;
            }
        }

        private double time() {
            return turns == 0 ? 0 : (turns + 0.5) / share;
        }

        @Override
        public int compareTo(Line other) {
            int byTime = Double.compare(time(), other.time());
            return byTime != 0 ? byTime : Integer.compare(rows.get(next).rank, other.rows.get(other.next).rank);
        }
    }

    /** One backend's own order of all places: from an offset, always the same number further. A prime size lets it meet each place once. */
    private static final class Row {

        private final Backend backend;
        private final int rank;
        private final int skip;
        private int place;

        Row(Backend backend, int rank, int size) {
            this.backend = backend;
            this.rank = rank;
            long hash = StickyHash.backend(backend.id());
            this.place = (int) Long.remainderUnsigned(hash, size);
            this.skip = 1 + (int) Long.remainderUnsigned(StickyHash.again(hash), size - 1);
        }

        void take(@Nullable Backend[] places) {
            while (places[place] != null) {
                place = (int) (((long) place + skip) % places.length);
            }
            places[place] = backend;
        }
    }
}
