package io.awe4lb.cli.logging;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.LayoutBase;
import io.awe4lb.kernel.config.LogFormat;

/** A line of the log as text or as JSON; which of them may change between two lines. Any thread. */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%n%ex";

    private final PatternLayout text = new PatternLayout();
    private volatile LogFormat format = LogFormat.TEXT;

    @Override
    public void setContext(Context context) {
        super.setContext(context);
        text.setContext(context);
    }

    @Override
    public void start() {
        text.setPattern(PATTERN);
        text.start();
        super.start();
    }

    void format(LogFormat next) {
        format = next;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return switch (format) {
            case TEXT -> text.doLayout(event);
            case JSON -> JsonLine.of(event);
        };
    }
}
