package io.awe4lb.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A line of the log for programs: one JSON object, whatever line ends the message or a stack has. */
final class JsonLine {

    private JsonLine() {}

    static String of(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode()
                .put("time", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
                .put("logger", event.getLoggerName())
                .put("thread", event.getThreadName())
                .put("message", event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("stack", ThrowableProxyUtil.asString(thrown));
        }
        return line + System.lineSeparator();
    }
}
