package io.awe4lb.plugins.accesslog;

import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.Options;

/** Makes {@link JsonLine}. */
public final class JsonProvider implements AccessLogProvider {

    /** For the service loader. */
    public JsonProvider() {}

    @Override
    public String type() {
        return "json";
    }

    @Override
    public String description() {
        return "A JSON object a line.";
    }

    @Override
    public AccessLogFormat create(Options options) {
        return new JsonLine();
    }
}
