package io.awe4lb.plugins.metrics.otlp;

import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricSample;
import io.awe4lb.spi.MetricsSnapshot;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What was read, as messages of OTLP that each hold so many samples: a collector refuses what is too large, and one at a time is in memory. */
final class Messages {

    /** About 1 MB. */
    static final int MOST_SAMPLES = 5_000;

    private final MetricsSnapshot read;
    private final Resource resource;
    private final long time;
    private final long since;

    Messages(MetricsSnapshot read, Map<String, String> resource) {
        this.read = read;
        this.resource = Resource.newBuilder().addAllAttributes(resource.entrySet().stream()
                .map(attribute -> attribute(attribute.getKey(), attribute.getValue())).toList()).build();
        this.time = nanos(read.time());
        this.since = nanos(read.since());
    }

    Iterator<byte[]> iterator() {
        return parts().stream().map(this::message).iterator();
    }

    /** Families, cut where a message is full. */
    private List<List<MetricFamily>> parts() {
        List<List<MetricFamily>> parts = new ArrayList<>();
        List<MetricFamily> part = new ArrayList<>();
        int room = MOST_SAMPLES;
        for (MetricFamily family : read.families()) {
            int from = 0;
            while (from < family.samples().size()) {
                int to = Math.min(family.samples().size(), from + room);
                part.add(slice(family, from, to));
                room -= to - from;
                from = to;
                if (room == 0) {
                    parts.add(part);
                    part = new ArrayList<>();
                    room = MOST_SAMPLES;
                }
            }
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private static MetricFamily slice(MetricFamily family, int from, int to) {
        return new MetricFamily(family.name(), family.type(), family.unit(), family.help(), family.labels(), family.bounds(),
                family.samples().subList(from, to));
    }

    private byte[] message(List<MetricFamily> families) {
        ScopeMetrics scope = ScopeMetrics.newBuilder().setScope(InstrumentationScope.newBuilder().setName("awe4lb"))
                .addAllMetrics(families.stream().map(this::metric).toList()).build();
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder().setResource(resource).addScopeMetrics(scope)).build().toByteArray();
    }

    private Metric metric(MetricFamily family) {
        Metric.Builder metric =
                Metric.newBuilder().setName(family.name()).setDescription(family.help()).setUnit(unit(family.unit()));
        switch (family.type()) {
            case COUNTER -> metric.setSum(Sum.newBuilder().setIsMonotonic(true)
                    .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                    .addAllDataPoints(numbers(family)));
            case GAUGE -> metric.setGauge(Gauge.newBuilder().addAllDataPoints(numbers(family)));
            case INFO -> metric.setName(family.name() + "_info").setGauge(Gauge.newBuilder().addAllDataPoints(numbers(family)));
            case HISTOGRAM -> metric.setHistogram(Histogram.newBuilder()
                    .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                    .addAllDataPoints(histograms(family)));
        }
        return metric.build();
    }

    /** As UCUM writes it. */
    private static String unit(String unit) {
        return switch (unit) {
            case "seconds" -> "s";
            case "bytes" -> "By";
            default -> unit;
        };
    }

    private List<NumberDataPoint> numbers(MetricFamily family) {
        return family.samples().stream().map(MetricSample.Value.class::cast)
                .map(sample -> NumberDataPoint.newBuilder().addAllAttributes(attributes(family, sample)).setStartTimeUnixNano(since)
                        .setTimeUnixNano(time).setAsDouble(sample.value()).build())
                .toList();
    }

    private List<HistogramDataPoint> histograms(MetricFamily family) {
        return family.samples().stream().map(MetricSample.Histogram.class::cast).map(sample -> {
            HistogramDataPoint.Builder point = HistogramDataPoint.newBuilder().addAllAttributes(attributes(family, sample))
                    .setStartTimeUnixNano(since).setTimeUnixNano(time).addAllExplicitBounds(family.bounds()).setCount(sample.count())
                    .setSum(sample.sum());
            for (long count : sample.counts()) {
                point.addBucketCounts(count);
            }
            return point.build();
        }).toList();
    }

    private static List<KeyValue> attributes(MetricFamily family, MetricSample sample) {
        List<KeyValue> attributes = new ArrayList<>(sample.labels().size());
        for (int i = 0; i < sample.labels().size(); i++) {
            attributes.add(attribute(family.labels().get(i), sample.labels().get(i)));
        }
        return attributes;
    }

    private static KeyValue attribute(String name, String value) {
        return KeyValue.newBuilder().setKey(name).setValue(AnyValue.newBuilder().setStringValue(value)).build();
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
