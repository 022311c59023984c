package io.awe4lb.plugins.metrics.otlp;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The library's registry with its meters for the JVM and the process. Whenever it sends those, the sender adds everything of awe4lb. */
final class Pushing implements AutoCloseable {

    /** Kept, so that its level is: what the library says at the start stands in no log of ours. */
    private static final Logger LIBRARY = Logger.getLogger("io.micrometer");

    private final OtlpMeterRegistry meters;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private Pushing(OtlpMeterRegistry meters) {
        this.meters = meters;
    }

    static Pushing begin(Target target, Sender sender) {
        LIBRARY.setLevel(Level.WARNING);
        OtlpMeterRegistry meters = OtlpMeterRegistry.builder(new Config(target, target.resource())).metricsSender(sender)
                .threadFactory(Thread.ofPlatform().daemon().name("metrics-otlp").factory()).build();
        var pushing = new Pushing(meters);
        List.of(new JvmMemoryMetrics(), pushing.collections, new JvmThreadMetrics(), new ClassLoaderMetrics(), new ProcessorMetrics(),
                new UptimeMetrics(), new FileDescriptorMetrics()).forEach(binder -> binder.bindTo(meters));
        return pushing;
    }

    /** Sends a last time. */
    @Override
    public void close() {
        collections.close();
        meters.close();
    }

    /** What the library is told; it looks for nothing elsewhere. Headers are the sender's business. */
    private record Config(Target target, Map<String, String> resourceAttributes) implements OtlpConfig {

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public String url() {
            return target.url();
        }

        @Override
        public Duration step() {
            return target.interval();
        }

        @Override
        public AggregationTemporality aggregationTemporality() {
            return AggregationTemporality.CUMULATIVE;
        }
    }
}
