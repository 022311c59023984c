package io.awe4lb.plugins.accesslog;

import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.Options;
import java.time.ZoneId;

/** Makes {@link HaproxyTcpLine}. */
public final class HaproxyTcpProvider implements AccessLogProvider {

    /** For the service loader. */
    public HaproxyTcpProvider() {}

    @Override
    public String type() {
        return "haproxy-tcp";
    }

    @Override
    public String description() {
        return "The line that HAProxy writes with `option tcplog`, for tools that read it.";
    }

    @Override
    public AccessLogFormat create(Options options) {
        return new HaproxyTcpLine(ZoneId.systemDefault());
    }
}
