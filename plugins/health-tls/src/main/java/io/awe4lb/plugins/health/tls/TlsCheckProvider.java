package io.awe4lb.plugins.health.tls;

import io.awe4lb.plugins.health.conversation.Tls;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Makes {@link TlsCheck}. */
public final class TlsCheckProvider implements HealthCheckProvider {

    private static final int TEN_YEARS = 3650;

    static final Option<Integer> DAYS_LEFT = Option.number(
            "daysLeft", 0, 0, TEN_YEARS,
            "Fails when the certificate is valid for fewer days than this; with 0 its end is left to `verify`.");

    @Override
    public String type() {
        return "tls";
    }

    @Override
    public String description() {
        return "A backend is up when a TLS handshake with it succeeds, and its certificate is good for some days more if that is asked for.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(Tls.OPTIONS.stream(), Stream.of(DAYS_LEFT)).toList();
    }

    @Override
    public HealthCheck create(Options options) {
        return new TlsCheck(Tls.of(options), options.get(DAYS_LEFT), Clock.systemUTC());
    }
}
