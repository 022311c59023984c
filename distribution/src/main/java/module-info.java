/** The command line: what an operator types, and how the program ends. */
module io.awe4lb.cli {
    requires static org.jspecify;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires io.awe4lb.kernel;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires java.net.http;
    requires org.slf4j;
    requires java.management; // the time of start
    requires jdk.unsupported; // sun.misc.Signal

    uses io.awe4lb.kernel.runtime.ManagementProvider;

    provides ch.qos.logback.classic.spi.Configurator with io.awe4lb.cli.logging.LogSetup;

    opens io.awe4lb.cli to info.picocli;
    opens io.awe4lb.cli.client to info.picocli;
    opens io.awe4lb.cli.command to info.picocli;
}
