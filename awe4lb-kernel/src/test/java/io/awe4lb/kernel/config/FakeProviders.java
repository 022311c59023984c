package io.awe4lb.kernel.config;

import io.awe4lb.spi.AccessLogFormat;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.CertificateIssuer;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.CertificateOrder;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.Discovered;
import io.awe4lb.spi.Discovery;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.ExportLog;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.IssuingException;
import io.awe4lb.spi.MetricsExporter;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.MetricsSource;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import io.awe4lb.spi.TlsClient;
import io.awe4lb.spi.TlsClientSettings;
import io.awe4lb.spi.TlsEngineProvider;
import io.awe4lb.spi.TlsServer;
import io.awe4lb.spi.TlsSettings;
import io.awe4lb.spi.TlsSettings.Identity;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Providers whose instances do nothing, with options of every type. */
public final class FakeProviders {

    enum By {
        SOURCE,
        SOURCE_NETWORK
    }

    static final Option<By> BY = Option.choice("by", By.SOURCE, "What sticks.");
    static final Option<List<BackendSpec>> BACKENDS =
            Option.required("backends", new OptionType.ListType<>(new OptionType.BackendType()), "The backends.");
    static final Option<List<String>> COMMAND =
            Option.required("command", new OptionType.ListType<>(new OptionType.TextType()), "Program and arguments.");
    static final Option<Map<String, String>> ENVIRONMENT = Option.texts("environment", "Variables of the program.");
    static final Option<Long> OUTPUT = Option.of("output", new OptionType.SizeType(1, 1 << 20), 65_536L, "Most that is read of it.");
    static final Option<String> OWN_INTERVAL = Option.text("interval", "ttl", "A duration, or ttl.");
    static final Option<String> PATH = Option.text("path", "/", "What is asked for.");
    static final Option<Boolean> VERIFY = Option.flag("verify", true, "Whether certificates are checked.");
    static final Option<Duration> LINGER =
            Option.of("linger", new OptionType.DurationType(Duration.ofMillis(1), Option.LONGEST, true), Duration.ZERO, "Waits after it.");

    static final Option<Map<String, Secret>> HEADERS = Option.of("headers", new OptionType.MapType<>(new OptionType.SecretType()),
            Map.of(), "What a request carries.");
    static final Option<Map<String, String>> BASIC = Option.optional("basic",
            new OptionType.MapType<>(new OptionType.TextType(), List.of("user", "password")), "Who asks.");

    private FakeProviders() {}

    /** One of each kind, and some that refuse. */
    public static Providers all() {
        return Providers.of(List.of(
                new FakeStrategy("weight", List.of(), _ -> {}),
                new FakeStrategy("round-robin", List.of(), _ -> {}),
                new FakeStrategy("sticky", List.of(BY), _ -> {}),
                new FakeStrategy("picky", List.of(PATH), FakeProviders::requireRoot),
                new FakeStrategy("broken", List.of(), _ -> {
                    throw new IllegalStateException("a bug");
                }),
                new FakeDiscovery("static", false, List.of(BACKENDS)),
                new FakeDiscovery("exec", true, List.of(COMMAND, ENVIRONMENT, OUTPUT)),
                new FakeDiscovery("dns", true, List.of(OWN_INTERVAL)),
                new FakeExporter("prometheus", List.of()),
                new FakeExporter("push", List.of(HEADERS, BASIC)),
                new FakeCheck("tcp", List.of()),
                new FakeCheck("http", List.of(PATH, VERIFY, LINGER)),
                new FakeFormat("json", List.of()),
                new FakeFormat("words", List.of(PATH)),
                new FakeEngines("auto"),
                new FakeEngines("jdk"),
                new FakeIssuer("acme", List.of(PATH))));
    }

    private static void requireRoot(Options options) {
        if (!options.get(PATH).equals("/")) {
            throw new IllegalArgumentException("path has to be /");
        }
    }

    record FakeStrategy(String type, List<Option<?>> options, Consumer<Options> check) implements StrategyProvider {

        @Override
        public String description() {
            return "Picks nothing.";
        }

        @Override
        public Strategy create(Options options) {
            check.accept(options);
            return (_, _) -> null;
        }
    }

    record FakeDiscovery(String type, boolean isPolled, List<Option<?>> options) implements DiscoveryProvider {

        @Override
        public String description() {
            return "Finds nothing.";
        }

        @Override
        public Discovery create(Options options) {
            return () -> Discovered.forever(List.of());
        }
    }

    record FakeExporter(String type, List<Option<?>> options) implements MetricsExporterProvider {

        @Override
        public String description() {
            return "Exports nothing.";
        }

        @Override
        public MetricsExporter create(Options options) {
            return new MetricsExporter() {
                @Override
                public void open(MetricsSource source, ExportLog log) {}

                @Override
                public void close() {}
            };
        }
    }

    record FakeFormat(String type, List<Option<?>> options) implements AccessLogProvider {

        @Override
        public String description() {
            return "Writes nothing.";
        }

        @Override
        public AccessLogFormat create(Options options) {
            return (_, _) -> {};
        }
    }

    record FakeEngines(String type) implements TlsEngineProvider {

        @Override
        public String description() {
            return "Serves nobody.";
        }

        @Override
        public TlsServer server(TlsSettings settings) throws GeneralSecurityException {
            throw new GeneralSecurityException("it serves nobody");
        }

        @Override
        public TlsClient client(TlsClientSettings settings) throws GeneralSecurityException {
            throw new GeneralSecurityException("it is nobody's client");
        }
    }

    /** Gives nothing for names of {@code .invalid}, and asks by HTTP. */
    record FakeIssuer(String type, List<Option<?>> options) implements CertificateIssuerProvider {

        @Override
        public String description() {
            return "Gives nothing.";
        }

        @Override
        public CertificateIssuer create(Options options) {
            return new CertificateIssuer() {
                @Override
                public String authority() {
                    return options.get(PATH);
                }

                @Override
                public Set<Proof> proofs() {
                    return Set.of(Proof.HTTP);
                }

                @Override
                public Optional<String> refusal(List<String> names) {
                    return names.stream().filter(name -> name.endsWith(".invalid")).findFirst().map(name -> name + " is nobody's");
                }

                @Override
                public Identity issue(CertificateOrder order) throws IssuingException {
                    throw new IssuingException("it gives nothing");
                }
            };
        }
    }

    record FakeCheck(String type, List<Option<?>> options) implements HealthCheckProvider {

        @Override
        public String description() {
            return "Checks nothing.";
        }

        @Override
        public HealthCheck create(Options options) {
            return _ -> new CheckResult.Passed("it serves");
        }
    }
}
