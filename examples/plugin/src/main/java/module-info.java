module com.example.canary {
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with com.example.canary.CanaryProvider;
}
