package io.awe4lb.kernel.store;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class writes to the log while this is open, and nobody else sees. */
public final class Logged implements AutoCloseable {

    static {
        for (String logback : List.of("ch.qos.logback.classic", "ch.qos.logback.core")) { // the kernel itself does not read them
            ModuleLayer.boot().findModule(logback).ifPresent(Logged.class.getModule()::addReads);
        }
    }

    private final Logger logger;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    public Logged(Class<?> type) {
        logger = (Logger) LoggerFactory.getLogger(type);
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    public List<String> lines() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.setAdditive(true);
        logger.detachAppender(lines);
    }
}
