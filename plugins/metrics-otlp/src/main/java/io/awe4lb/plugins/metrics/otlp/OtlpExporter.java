package io.awe4lb.plugins.metrics.otlp;

import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsSource;
import org.jspecify.annotations.Nullable;

/** Sends from its start to its end, and once more then. The library is loaded with the start. */
final class OtlpExporter implements MetricsExporter {

    private final Target target;
    private @Nullable Sender sender;
    private @Nullable Pushing pushing;

    OtlpExporter(Target target) {
        this.target = target;
    }

    /** Nothing can fail yet: whether a collector is there is seen when something is sent, and may change at any time. */
    @Override
    public void open(MetricsSource source, ExportLog log) {
        sender = new Sender(target, source, log);
    }

    @Override
    public void start() {
        if (sender != null) {
            pushing = Pushing.begin(target, sender);
        }
    }

    @Override
    public void close() {
        if (pushing != null) {
            pushing.close();
            pushing = null;
        }
    }
}
