/** The health check that asks a PostgreSQL server for its role. */
module io.awe4lb.plugins.health.postgres {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.postgres.PostgresCheckProvider;
}
