package io.awe4lb.plugins.metrics.prometheus;

import io.awe4lb.spi.Address;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import java.util.List;
import java.util.Optional;

/** Makes {@link PrometheusExporter}s. */
public final class PrometheusProvider implements MetricsExporterProvider {

    static final Option<Address> BIND = Option.optional("bind", new OptionType.AddressType(),
            "Where it is also answered, without a token, at the path `/metrics`; left out, only the admin server answers.");

    /** For the service loader. */
    public PrometheusProvider() {}

    @Override
    public String type() {
        return "prometheus";
    }

    @Override
    public String description() {
        return "Shows the metrics to Prometheus, which reads them when it wants to.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(BIND);
    }

    @Override
    public MetricsExporter create(Options options) {
        return new PrometheusExporter(options.find(BIND).map(PrometheusProvider::inet));
    }

    private static Address.Inet inet(Address address) {
        return switch (address) {
            case Address.Inet inet -> inet;
            case Address.Unix _ -> throw new IllegalArgumentException("bind: HTTP is not served at a Unix socket: write host:port");
            case Address.Destination _ -> throw new IllegalArgumentException("bind: '*' is no place to listen at: write host:port");
        };
    }
}
