package io.awe4lb.plugins.metrics.prometheus;

import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricSample;
import io.awe4lb.spi.MetricsSnapshot;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What was read, as the library's snapshots. A family without samples is left out: the format has no place for it. */
final class Snapshots {

    private static final long UNKNOWN_TIME = 0;

    private final MetricFamily family;
    private final MetricMetadata metadata;
    private final String[] names;

    private Snapshots(MetricFamily family) {
        this.family = family;
        this.metadata = new MetricMetadata(family.name(), family.help(), unit(family.unit()));
        this.names = family.labels().toArray(String[]::new);
    }

    static MetricSnapshots of(MetricsSnapshot read) {
        return new MetricSnapshots(read.families().stream().filter(family -> !family.samples().isEmpty())
                .map(family -> new Snapshots(family).snapshot()).toList());
    }

    private static @Nullable Unit unit(String unit) {
        return unit.isEmpty() ? null : new Unit(unit);
    }

    private MetricSnapshot snapshot() {
        return switch (family.type()) {
            case COUNTER -> new CounterSnapshot(metadata,
                    values((labels, value) -> new CounterDataPointSnapshot(value, labels, null, UNKNOWN_TIME)));
            case GAUGE -> new GaugeSnapshot(metadata, values((labels, value) -> new GaugeDataPointSnapshot(value, labels, null)));
            case INFO -> new InfoSnapshot(metadata, values((labels, _) -> new InfoDataPointSnapshot(labels)));
            case HISTOGRAM -> histograms();
        };
    }

    private <P> List<P> values(BiFunction<Labels, Double, P> point) {
        return family.samples().stream().map(MetricSample.Value.class::cast).map(sample -> point.apply(labels(sample), sample.value()))
                .toList();
    }

    private HistogramSnapshot histograms() {
        double[] bounds = new double[family.bounds().size() + 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = i < family.bounds().size() ? family.bounds().get(i) : Double.POSITIVE_INFINITY;
        }
        return new HistogramSnapshot(metadata, family.samples().stream().map(MetricSample.Histogram.class::cast)
                .map(sample -> new HistogramDataPointSnapshot(ClassicHistogramBuckets.of(bounds, sample.counts()), sample.sum(),
                        labels(sample), Exemplars.EMPTY, UNKNOWN_TIME))
                .toList());
    }

    private Labels labels(MetricSample sample) {
        return Labels.of(names, sample.labels().toArray(String[]::new));
    }
}
