/** Metrics for a collector of OpenTelemetry. */
module io.awe4lb.plugins.metrics.otlp {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.logging; // of the library, for its own troubles
    requires java.management;
    requires jdk.management;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.metrics.otlp.OtlpProvider;
}
