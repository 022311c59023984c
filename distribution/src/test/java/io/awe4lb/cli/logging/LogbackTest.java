package io.awe4lb.cli.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.awe4lb.kernel.config.LogFormat;
import io.awe4lb.kernel.config.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogbackTest {

    private final LoggerContext context = new LoggerContext();
    private final Logback logback = new Logback(context, false);

    private Logback setUp() {
        assertEquals(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY, new LogSetup().configure(context));
        return logback;
    }

    @Test
    void itBeginsAtInfoWithoutTheTalkOfLibraries() {
        setUp();
        assertEquals(LogLevel.INFO, logback.effective("root"));
        assertEquals(LogLevel.INFO, logback.effective("io.awe4lb.kernel.pool.Pool"));
        assertEquals(LogLevel.WARN, logback.effective("org.eclipse.jetty.server.Server"));
        assertEquals(Set.of("root", "org.pf4j", "org.eclipse.jetty", "io.javalin"), logback.named());
    }

    @Test
    void aLevelHoldsForAllBelowAndCanBeTakenBack() {
        setUp().level("io.awe4lb", Optional.of(LogLevel.DEBUG));
        assertEquals(LogLevel.DEBUG, logback.effective("io.awe4lb.kernel.pool"));
        assertTrue(context.getLogger("io.awe4lb.kernel.pool.Pool").isDebugEnabled());
        logback.level("io.awe4lb", Optional.empty());
        assertEquals(Optional.empty(), logback.own("io.awe4lb"));
        assertEquals(LogLevel.INFO, logback.effective("io.awe4lb.kernel.pool"));
        for (LogLevel level : LogLevel.values()) {
            logback.level("root", Optional.of(level));
            assertEquals(level, logback.effective("root"));
        }
    }

    @Test
    void askingMakesNoLogger() {
        setUp().effective("made.up");
        assertEquals(Optional.empty(), logback.own("made.up"));
        assertNull(context.exists("made.up"));
    }

    @Test
    void theFormatChangesWithTheNextLine() {
        setUp();
        assertTrue(line().matches("[-0-9T:.]+(Z|[+-][0-9:]+) INFO {2}awe4lb one 1\\R"), line());
        logback.format(LogFormat.JSON);
        assertTrue(line().startsWith("{\"time\":\"") && line().strip().endsWith("\"message\":\"one 1\"}"), line());
        logback.format(LogFormat.TEXT);
        assertTrue(line().strip().endsWith("INFO  awe4lb one 1"), line());
    }

    /** What is written of a message. */
    private String line() {
        Logger logger = context.getLogger("awe4lb");
        var event = new LoggingEvent(LogbackTest.class.getName(), logger, Level.INFO, "one {}", null, new Object[] {1});
        var appender = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
