/** The health check that asks a MySQL or MariaDB server whether it is read-only. */
module io.awe4lb.plugins.health.mysql {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.mysql.MysqlCheckProvider;
}
