/** The health check that asks a DNS server. */
module io.awe4lb.plugins.health.dns {
    requires static org.jspecify;
    requires io.awe4lb.spi;

    provides io.awe4lb.spi.Provider with io.awe4lb.plugins.health.dns.DnsCheckProvider;
}
