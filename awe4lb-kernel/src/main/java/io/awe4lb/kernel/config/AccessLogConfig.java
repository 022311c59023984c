package io.awe4lb.kernel.config;

import io.awe4lb.spi.AccessLogProvider;
import java.time.Duration;

/**
 * What is written of a listener's connections, and where to.
 *
 * @param format how a line looks
 * @param target where lines go
 * @param level which connections are written
 * @param anonymize whether clients' addresses are shortened
 * @param interim time between two records of a connection that lives; zero: none but that of its end
 */
public record AccessLogConfig(
        ProviderConfig<AccessLogProvider> format, AccessLogTarget target, AccessLogLevel level, boolean anonymize, Duration interim) {}
