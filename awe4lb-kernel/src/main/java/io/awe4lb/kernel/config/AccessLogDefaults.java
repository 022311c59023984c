package io.awe4lb.kernel.config;

import io.awe4lb.spi.AccessLogProvider;
import java.time.Duration;
import java.util.Optional;

/** What holds for a listener's access log where the listener says nothing; without a format nothing was read that it could have. */
record AccessLogDefaults(
        Optional<ProviderConfig<AccessLogProvider>> format, AccessLogTarget target, AccessLogLevel level, boolean anonymize,
        Duration interim) {

    /** {@code accessLog: off}. */
    static final AccessLogDefaults OFF = new AccessLogDefaults(Optional.empty(), new AccessLogTarget.Stdout(), new AccessLogLevel.Off(),
            false, Duration.ZERO);
}
