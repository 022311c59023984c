/** Metrics for Prometheus. */
module io.awe4lb.plugins.metrics.prometheus {
    requires static org.jspecify;
    requires io.awe4lb.spi;
    requires java.logging; // of the library, for its own troubles
    requires java.management;
    requires jdk.httpserver;
    requires jdk.management;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.metrics.prometheus.PrometheusProvider;
}
