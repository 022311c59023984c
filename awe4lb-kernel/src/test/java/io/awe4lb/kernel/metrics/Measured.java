package io.awe4lb.kernel.metrics;

import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.Candidate;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.Outcome;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.kernel.store.Source;
import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.MetricFamily;
import io.awe4lb.spi.MetricSample;
import io.awe4lb.spi.MetricsSnapshot;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A balancer whose metrics a test reads, made of a text, with backends that nobody has to run. */
final class Measured implements AutoCloseable {

    static final Duration SOON = Duration.ofMillis(20);

    final Events events = new Events(InstantSource.system());
    final Balancer balancer;
    final LiveConfig live;
    private final PluginHost plugins = PluginHost.load(List.of());
    private final DataDirectory data = DataDirectory.inMemory();
    private final Providers providers;

    private Measured(String text, List<Provider> more) throws Exception {
        providers = Providers.of(Stream.concat(Stream.of(new First(), new Many(), new Passing(), new Silent()), more.stream()).toList());
        var reader = new ConfigReader(providers, _ -> null);
        ConfigResult.Valid valid = switch (reader.read("test", text)) {
            case ConfigResult.Valid found -> found;
            case ConfigResult.Invalid(var findings) -> throw new AssertionError(findings.toString());
        };
        balancer = Balancer.start(valid.config(), events, data);
        live = LiveConfig.open(Candidate.ofText(text, valid), Optional.empty(),
                new LiveConfig.Means(reader, data.revisions(), balancer, events));
    }

    static Measured serving(String text, Provider... more) throws Exception {
        return new Measured(text, List.of(more));
    }

    Exporting exporting() {
        var means = new Reading.Means(balancer, live, plugins, Instant.now(), "1.2.3");
        return new Exporting(means, providers.metricsExporters(), SOON);
    }

    Outcome becomes(String text) {
        return live.change(_ -> text, "ann", "", Source.REST, false);
    }

    Outcome wouldBecome(String text) {
        return live.diff(text);
    }

    List<String> told() {
        return events.since(0, 100).stream().map(event -> event.type().word() + ": " + event.message()).toList();
    }

    static MetricFamily family(MetricsSnapshot snapshot, Metric metric) {
        return snapshot.families().get(metric.ordinal());
    }

    /** The value with these labels; fails if there is none. */
    static double value(MetricsSnapshot snapshot, Metric metric, String... labels) {
        return family(snapshot, metric).samples().stream().filter(sample -> sample.labels().equals(List.of(labels)))
                .map(sample -> ((MetricSample.Value) sample).value()).findFirst()
                .orElseThrow(() -> new AssertionError(metric + " has no " + List.of(labels)));
    }

    static MetricSample.Histogram histogram(MetricsSnapshot snapshot, Metric metric, String... labels) {
        return family(snapshot, metric).samples().stream().filter(sample -> sample.labels().equals(List.of(labels)))
                .map(MetricSample.Histogram.class::cast).findFirst().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        balancer.close();
        plugins.close();
        data.close();
    }

    private record First() implements StrategyProvider {

        @Override
        public String type() {
            return "weight";
        }

        @Override
        public String description() {
            return "Takes the first one.";
        }

        @Override
        public Strategy create(Options options) {
            return (candidates, _) -> candidates.isEmpty() ? null : candidates.get(0);
        }
    }

    /** As many as are wanted, at addresses where nobody is. */
    private record Many() implements DiscoveryProvider {

        private static final Option<Integer> COUNT = Option.number("count", 1, 0, 100_000, "How many.");
        private static final Option<Integer> PORT = Option.number("port", 1, 1, 65_535, "Where the first one serves.");

        @Override
        public String type() {
            return "many";
        }

        @Override
        public String description() {
            return "Many.";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(COUNT, PORT);
        }

        @Override
        public Discovery create(Options options) {
            List<BackendSpec> backends = IntStream.range(0, options.get(COUNT)).mapToObj(i -> BackendSpec.of(address(i, options.get(PORT))))
                    .toList();
            return () -> Discovered.forever(backends);
        }

        private static Address address(int i, int port) {
            return new Address.Inet("127.0." + i / 250 + "." + (i % 250 + 1), port);
        }

        @Override
        public boolean isPolled() {
            return false;
        }
    }

    private record Passing() implements HealthCheckProvider {

        @Override
        public String type() {
            return "passing";
        }

        @Override
        public String description() {
            return "Always passes.";
        }

        @Override
        public HealthCheck create(Options options) {
            return _ -> new CheckResult.Passed("it serves");
        }
    }

    /** The default format, of which nothing is read here. */
    private record Silent() implements AccessLogProvider {

        @Override
        public String type() {
            return "json";
        }

        @Override
        public String description() {
            return "Writes nothing.";
        }

        @Override
        public AccessLogFormat create(Options options) {
            return (_, _) -> {};
        }
    }
}
