/** The kernel: configuration, runtime, data path and plugin host. A plugin never sees it; management sees the packages exported to it. */
@SuppressWarnings("module") // those that it exports to are built after it
module io.awe4lb.kernel {
    requires transitive io.awe4lb.spi;
    requires static transitive org.jspecify;
    requires java.management; // how full the heap is
    requires jdk.management; // and the machine, or its container
    requires java.naming; // names of certificates
    requires jdk.net;
    requires org.slf4j;
    requires org.pf4j;
    requires transitive com.fasterxml.jackson.databind;
    requires org.yaml.snakeyaml;

    uses io.awe4lb.spi.Provider;
    uses io.awe4lb.kernel.runtime.ManagementProvider;

    exports io.awe4lb.kernel.accesslog to io.awe4lb.admin;
    exports io.awe4lb.kernel.admission to io.awe4lb.admin;
    exports io.awe4lb.kernel.config to io.awe4lb.admin, io.awe4lb.cli;
    exports io.awe4lb.kernel.issue to io.awe4lb.admin;
    exports io.awe4lb.kernel.listener to io.awe4lb.admin;
    exports io.awe4lb.kernel.metrics to io.awe4lb.admin, io.awe4lb.cli;
    exports io.awe4lb.kernel.plugin to io.awe4lb.admin, io.awe4lb.cli;
    exports io.awe4lb.kernel.pool to io.awe4lb.admin;
    exports io.awe4lb.kernel.runtime to io.awe4lb.admin, io.awe4lb.cli;
    exports io.awe4lb.kernel.stats to io.awe4lb.admin, io.awe4lb.cli;
    exports io.awe4lb.kernel.tls to io.awe4lb.admin;
    exports io.awe4lb.kernel.store to io.awe4lb.admin, io.awe4lb.cli;
}
