/** The health check that sends something and compares the answer. */
module io.awe4lb.plugins.health.probe {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.probe.ProbeProvider;
}
