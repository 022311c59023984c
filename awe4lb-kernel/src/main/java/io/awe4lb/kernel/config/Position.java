package io.awe4lb.kernel.config;

import java.util.Comparator;

/**
 * Where something was written.
 *
 * @param file name as the user gave it
 * @param line from 1; 0 for the file as a whole
 * @param column in characters, from 1; 0 for the file as a whole
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::file).thenComparingInt(Position::line).thenComparingInt(Position::column);

    static Position ofWhole(String file) {
        return new Position(file, 0, 0);
    }

    static Position startOf(String file) {
        return new Position(file, 1, 1);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column}, or the file alone. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
