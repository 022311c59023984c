/** The health check that asks the health service of gRPC servers. */
module io.awe4lb.plugins.health.grpc {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.grpc.GrpcCheckProvider;
}
