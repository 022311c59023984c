package io.awe4lb.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/**
 * What the logging library begins with, where the installation has no {@code conf/logback.xml}: standard error, from info on. Found by the
 * library as a service, before the first line is written.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {

    /** Set by the start script where there is a file. */
    private static final String OWN_FILE = "logback.configurationFile";

    /** Called by the library. */
    public LogSetup() {
        // nothing before it knows its context
    }

    /** Whether a file of the user's says how it is written. */
    static boolean hasOwnFile() {
        return System.getProperty(OWN_FILE) != null;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (hasOwnFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context));
        appender.start();
        context.getLogger("org.pf4j").setLevel(Level.WARN); // says at info what "awe4lb plugins" says better
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN); // says at info where it listens, and so does awe4lb
        context.getLogger("io.javalin").setLevel(Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context) {
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }
}
