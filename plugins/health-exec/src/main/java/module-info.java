/** The health check that runs a program. */
module io.awe4lb.plugins.health.exec {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.exec.ExecCheckProvider;
}
