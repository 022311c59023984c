package io.awe4lb.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.awe4lb.kernel.config.LogConfig;
import io.awe4lb.kernel.config.LogFormat;
import io.awe4lb.kernel.config.LogLevel;
import io.awe4lb.kernel.runtime.ApplicationLog;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The logging library, as the rest of the program sees it. Any thread. */
public final class Logback implements ApplicationLog.Library {

    private final LoggerContext context;
    private final boolean hasOwnFile;

    /** The one that this program writes with. */
    public Logback() {
        this((LoggerContext) LoggerFactory.getILoggerFactory(), LogSetup.hasOwnFile());
    }

    Logback(LoggerContext context, boolean hasOwnFile) {
        this.context = context;
        this.hasOwnFile = hasOwnFile;
    }

    @Override
    public boolean hasOwnFile() {
        return hasOwnFile;
    }

    @Override
    public void format(LogFormat format) {
        Appender<ILoggingEvent> appender = logger(LogConfig.ROOT).getAppender("stderr");
        if (appender instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
                && encoder.getLayout() instanceof LineLayout layout) {
            layout.format(format);
        }
    }

    private Logger logger(String name) {
        return context.getLogger(name(name));
    }

    @Override
    public Optional<LogLevel> own(String logger) {
        Logger known = context.exists(name(logger));
        return known == null ? Optional.empty() : Optional.ofNullable(known.getLevel()).map(Logback::level);
    }

    /** Without making a logger that nobody writes with. */
    @Override
    public LogLevel effective(String logger) {
        for (String name = logger; !name.isEmpty(); name = above(name)) {
            Optional<LogLevel> own = own(name);
            if (own.isPresent()) {
                return own.get();
            }
        }
        return level(logger(LogConfig.ROOT).getLevel());
    }

    private static String above(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private static String name(String logger) {
        return logger.equals(LogConfig.ROOT) ? org.slf4j.Logger.ROOT_LOGGER_NAME : logger;
    }

    @Override
    public void level(String logger, Optional<LogLevel> level) {
        @Nullable Level wanted = level.map(known -> Level.toLevel(known.name())).orElse(null);
        logger(logger).setLevel(wanted);
    }

    @Override
    public Set<String> named() {
        return context.getLoggerList().stream().filter(logger -> logger.getLevel() != null)
                .map(logger -> logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME) ? LogConfig.ROOT : logger.getName())
                .collect(Collectors.toSet());
    }

    /** The library has one word more, for the lowest. */
    private static LogLevel level(Level level) {
        return LogLevel.of(level.toString().toLowerCase(Locale.ROOT)).orElse(LogLevel.TRACE);
    }
}
