package io.awe4lb.spi;

import java.util.List;

/**
 * Everything that is measured under one name.
 *
 * @param name with the unit at its end, and without what a format adds to it, such as {@code _total} of Prometheus
 * @param type what the values mean
 * @param unit base unit in the plural, {@code seconds} or {@code bytes}; empty for things that are counted and for ratios
 * @param help a sentence without a full stop
 * @param labels names of the labels
 * @param bounds of a histogram: upper bounds of its buckets, inclusive, growing, without the last one, which takes everything; else empty
 * @param samples no two with the same label values
 */
public record MetricFamily(
        String name,
        Type type,
        String unit,
        String help,
        List<String> labels,
        List<Double> bounds,
        List<MetricSample> samples) {

    /** What the values of a family mean. */
    public enum Type {
        /** Only grows, from zero at the start of the process or of what is counted. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** How many values fell into which bucket; each sample is a {@link MetricSample.Histogram}. */
        HISTOGRAM,
        /** Always 1: the labels are what it says. */
        INFO
    }
}
