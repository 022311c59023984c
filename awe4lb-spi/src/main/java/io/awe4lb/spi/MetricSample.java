package io.awe4lb.spi;

import java.util.List;

/** What was measured for one combination of label values. */
public sealed interface MetricSample {

    /**
     * Whose value it is.
     *
     * @return values in the order of the family's labels; any text, also one with quotes and line ends
     */
    List<String> labels();

    /**
     * A number.
     *
     * @param labels values in the order of the family's labels
     * @param value in the family's unit
     */
    record Value(List<String> labels, double value) implements MetricSample {}

    /**
     * Counts by size.
     *
     * @param labels values in the order of the family's labels
     * @param counts how many values fell into each bucket and into none below it; one more than there are bounds; must not be changed
     * @param sum of all values, in the family's unit
     */
    record Histogram(List<String> labels, long[] counts, double sum) implements MetricSample {

        /**
         * How many values there were.
         *
         * @return the sum of the buckets
         */
        public long count() {
            long all = 0;
            for (long count : counts) {
                all += count;
            }
            return all;
        }
    }
}
