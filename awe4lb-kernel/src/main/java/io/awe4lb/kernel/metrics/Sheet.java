package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.stats.DurationStats;
import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricSample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The samples of one reading, thing by thing. A thing whose series would be too many is left out as a whole, so that nobody adds up half a
 * backend.
 */
final class Sheet {

    private final int mostSeries;
    private final Map<Metric, Column> columns = new EnumMap<>(Metric.class);
    private final List<Column> touched = new ArrayList<>();
    private int kept;
    private int pending;
    private int leftOut;

    Sheet(int mostSeries) {
        this.mostSeries = mostSeries;
        for (Metric metric : Metric.values()) {
            columns.put(metric, new Column(metric));
        }
    }

    /** The samples of one family; those of the thing at hand are the last ones. */
    private static final class Column {

        private final Metric metric;
        private final List<MetricSample> samples = new ArrayList<>();
        private int kept;

        Column(Metric metric) {
            this.metric = metric;
        }
    }

    void put(Metric metric, double value, String... labels) {
        add(metric, new MetricSample.Value(List.of(labels), value));
    }

    void put(Metric metric, DurationStats durations, String... labels) {
        add(metric, new MetricSample.Histogram(List.of(labels), durations.counts(), durations.seconds()));
    }

    private void add(Metric metric, MetricSample sample) {
        Column column = columns.get(metric);
        if (column.samples.size() == column.kept) {
            touched.add(column);
        }
        column.samples.add(sample);
        pending += metric.width();
    }

    /** Everything of one thing was put. */
    void endOfThing() {
        boolean fits = kept + pending <= mostSeries;
        if (fits) {
            kept += pending;
            touched.forEach(column -> column.kept = column.samples.size());
        } else {
            leftOut += pending;
            touched.forEach(column -> column.samples.subList(column.kept, column.samples.size()).clear());
        }
        touched.clear();
        pending = 0;
    }

    int leftOut() {
        return leftOut;
    }

    /** With what the sheet says of itself. */
    List<MetricFamily> families() {
        put(Metric.SERIES, kept);
        put(Metric.SERIES_LEFT_OUT, leftOut);
        return columns.values().stream().map(column -> column.metric.family(List.copyOf(column.samples))).toList();
    }
}
