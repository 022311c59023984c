package io.awe4lb.plugins.metrics.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricFamily.Type;
import io.awe4lb.spi.MetricSample;
import io.awe4lb.spi.MetricsSnapshot;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Instant SINCE = Instant.parse("2026-03-01T00:00:00.000000005Z");
    private static final Instant NOW = Instant.parse("2026-03-01T00:01:00Z");

    private static List<Metric> metrics(MetricFamily... families) throws InvalidProtocolBufferException {
        return requests(families).stream().flatMap(MessagesTest::metrics).toList();
    }

    private static Stream<Metric> metrics(ExportMetricsServiceRequest request) {
        return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream();
    }

    private static List<ExportMetricsServiceRequest> requests(MetricFamily... families) throws InvalidProtocolBufferException {
        List<ExportMetricsServiceRequest> requests = new ArrayList<>();
        var messages = new Messages(new MetricsSnapshot(NOW, SINCE, List.of(families)), Map.of("service.name", "awe4lb")).iterator();
        while (messages.hasNext()) {
            requests.add(ExportMetricsServiceRequest.parseFrom(messages.next()));
        }
        return requests;
    }

    private static MetricFamily family(Type type, String unit, MetricSample... samples) {
        return new MetricFamily("awe4lb_x", type, unit, "Says x", List.of("pool", "backend"), List.of(), List.of(samples));
    }

    private static MetricSample value(double value) {
        return new MetricSample.Value(List.of("p", "a\"b\nc🦊"), value);
    }

    @Test
    void aCounterIsASumThatGrowsFromTheStart() throws InvalidProtocolBufferException {
        Metric metric = metrics(family(Type.COUNTER, "bytes", value(7))).getFirst();
        assertEquals("awe4lb_x Says x By", metric.getName() + " " + metric.getDescription() + " " + metric.getUnit());
        assertTrue(metric.getSum().getIsMonotonic());
        assertEquals(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE, metric.getSum().getAggregationTemporality());
        NumberDataPoint point = metric.getSum().getDataPoints(0);
        assertEquals(7, point.getAsDouble());
        assertEquals(SINCE.getEpochSecond() * 1_000_000_000L + 5, point.getStartTimeUnixNano());
        assertEquals(NOW.getEpochSecond() * 1_000_000_000L, point.getTimeUnixNano());
        assertEquals("pool=p backend=a\"b\nc🦊", point.getAttributes(0).getKey() + "=" + point.getAttributes(0).getValue().getStringValue()
                + " " + point.getAttributes(1).getKey() + "=" + point.getAttributes(1).getValue().getStringValue());
    }

    @Test
    void otherTypesAreWhatTheyAre() throws InvalidProtocolBufferException {
        var histogram = new MetricFamily("awe4lb_wait_seconds", Type.HISTOGRAM, "seconds", "Waits", List.of(), List.of(0.5, 1.0),
                List.of(new MetricSample.Histogram(List.of(), new long[] {1, 0, 2}, 9.5)));
        List<Metric> metrics = metrics(family(Type.GAUGE, "", value(-1)), family(Type.INFO, "", value(1)), histogram);
        assertEquals(-1, metrics.get(0).getGauge().getDataPoints(0).getAsDouble());
        assertEquals("awe4lb_x_info", metrics.get(1).getName());
        assertEquals("s", metrics.get(2).getUnit());
        HistogramDataPoint point = metrics.get(2).getHistogram().getDataPoints(0);
        assertEquals(List.of(0.5, 1.0), point.getExplicitBoundsList());
        assertEquals(List.of(1L, 0L, 2L), point.getBucketCountsList());
        assertEquals(3, point.getCount());
        assertEquals(9.5, point.getSum());
    }

    @Test
    void manySamplesAreCutIntoMessagesAndNoneIsLost() throws InvalidProtocolBufferException {
        MetricSample[] many = IntStream.range(0, Messages.MOST_SAMPLES + 10).mapToObj(MessagesTest::value).toArray(MetricSample[]::new);
        List<ExportMetricsServiceRequest> requests =
                requests(family(Type.GAUGE, "", value(1)), family(Type.COUNTER, "", many), family(Type.GAUGE, "", value(2)));
        assertEquals(2, requests.size());
        assertEquals(Messages.MOST_SAMPLES, points(requests.get(0)));
        assertEquals(12, points(requests.get(1)));
        requests.forEach(request -> assertEquals("service.name", request.getResourceMetrics(0).getResource().getAttributes(0).getKey()));
    }

    private static int points(ExportMetricsServiceRequest request) {
        return metrics(request).mapToInt(metric -> metric.getSum().getDataPointsCount() + metric.getGauge().getDataPointsCount()).sum();
    }

    @Test
    void nothingMakesNoMessage() throws InvalidProtocolBufferException {
        assertEquals(List.of(), requests());
        assertEquals(List.of(), requests(family(Type.GAUGE, "")));
    }
}
