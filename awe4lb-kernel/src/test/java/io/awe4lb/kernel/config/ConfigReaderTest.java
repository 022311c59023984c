package io.awe4lb.kernel.config;

import static io.awe4lb.kernel.config.Reading.findings;
import static io.awe4lb.kernel.config.Reading.pool;
import static io.awe4lb.kernel.config.Reading.valid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.config.AcceptProxyConfig.Accept;
import io.awe4lb.kernel.config.DiscoveryConfig.OnFailure;
import io.awe4lb.kernel.config.HealthCheckConfig.Initial;
import io.awe4lb.kernel.config.PoolConfig.OnDown;
import io.awe4lb.kernel.config.SendProxyConfig.Datagrams;
import io.awe4lb.spi.Address;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Option;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.ProxyProtocol;
import io.awe4lb.spi.Strategy;
import io.awe4lb.spi.StrategyProvider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {

    private static final RemovePolicy AT_MOST_30S = new RemovePolicy.Drain(Duration.ofSeconds(30));
    private static final String SMALLEST = """
            listeners:
              web: {bind: ":8080", pool: web}
            pools:
              web: {backends: ["10.0.0.1:80"]}
            """;

    @Test
    void theSmallestConfigurationHasAllDefaults() {
        BalancerConfig config = valid(SMALLEST);

        assertTrue(config.loops() >= 1);
        assertEquals(
                Optional.of(new AdminConfig(new Address.Inet("127.0.0.1", 7070), List.of(), Map.of(), Optional.empty())), config.admin());
        assertEquals(new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(30)), config.shutdown());
        var timeouts =
                new TimeoutsConfig(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ZERO, Duration.ZERO, Duration.ZERO,
                        Duration.ofMillis(500), Duration.ofSeconds(10));
        var jsonToStdout = new AccessLogConfig(new ProviderConfig<>(FakeProviders.all().accessLogs().get("json"), Options.defaults()),
                new AccessLogTarget.Stdout(), new AccessLogLevel.All(), false, Duration.ZERO);
        assertEquals(
                Map.of("web",
                        new ListenerConfig("web", List.of(new Address.Inet("", 8080)), Optional.of("web"), List.of(), Optional.empty(),
                                timeouts, true,
                                AT_MOST_30S,
                                ListenConfig.DEFAULT, Optional.of(jsonToStdout), Optional.empty(), AdmissionConfig.OPEN, Optional.empty(),
                                false)),
                config.listeners());
        PoolConfig pool = config.pools().get("web");
        assertEquals("web", pool.id());
        assertEquals("weight", pool.strategy().provider().type());
        assertEquals("static", pool.discovery().source().provider().type());
        assertEquals(List.of(BackendSpec.of(new Address.Inet("10.0.0.1", 80))),
                pool.discovery().source().options().get(FakeProviders.BACKENDS));
        assertEquals(Optional.empty(), pool.healthCheck());
        assertEquals(PassiveHealthConfig.of(1, Duration.ofSeconds(10)), pool.passiveHealth());
        assertEquals(new RetryConfig(3, Duration.ofSeconds(10)), pool.retry());
        assertEquals(OnDown.RESELECT, pool.onDown());
        assertEquals(AT_MOST_30S, pool.onRemove());
        assertEquals(ConnectConfig.DEFAULT, pool.connect());
        assertEquals(List.of(), findings(SMALLEST));
    }

    @Test
    void metricsThatAreOffHaveNoExporter() {
        assertEquals(valid(SMALLEST + "metrics: {exporters: {}}").metrics(), valid(SMALLEST + "metrics: off").metrics());
    }

    @Test
    void everyKeyIsTaken() {
        BalancerConfig config =
                valid("""
                        loops: 3
                        log: {format: json, levels: {root: warn, io.awe4lb.kernel.pool: debug, org.pf4j: off}}
                        shutdown: {delay: 5s, drain: 0s}
                        defaults: {timeouts: {connect: 1s, idle: off, clientIdle: 1m, backendIdle: 2m}}
                        listeners:
                          web:
                            bind: [":80", "[::1]:81"]
                            protocol: tcp
                            pool: web
                            timeouts: {connect: 250ms, idle: 1h30m, backendIdle: off}
                            halfClose: false
                        pools:
                          web:
                            onDown: close
                            retry: {tries: 0, timeout: 1d}
                            passiveHealth: {failures: 3, ejection: off}
                            slowStart: 30s
                            panicPercent: 40
                            backends: []
                        """);

        assertEquals(3, config.loops());
        assertEquals(new LogConfig(LogFormat.JSON,
                Map.of("root", LogLevel.WARN, "io.awe4lb.kernel.pool", LogLevel.DEBUG, "org.pf4j", LogLevel.OFF)), config.log());
        assertEquals(new ShutdownConfig(Duration.ofSeconds(5), Duration.ZERO), config.shutdown());
        ListenerConfig listener = config.listeners().get("web");
        assertEquals(List.of(new Address.Inet("", 80), new Address.Inet("::1", 81)), listener.binds());
        assertEquals(
                new TimeoutsConfig(Duration.ofMillis(250), Duration.ofMinutes(90), Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO,
                        Duration.ofMillis(500), Duration.ofSeconds(10)),
                listener.timeouts());
        assertFalse(listener.halfClose());
        PoolConfig pool = config.pools().get("web");
        assertEquals(OnDown.CLOSE, pool.onDown());
        assertEquals(new RetryConfig(0, Duration.ofDays(1)), pool.retry());
        assertEquals(PassiveHealthConfig.of(3, Duration.ZERO), pool.passiveHealth());
        assertEquals(Duration.ofSeconds(30), pool.slowStart());
        assertEquals(40, pool.panicPercent());
    }

    @Test
    void aLevelOrANameOfALoggerThatCannotBeIsRefused() {
        String rest = "\n" + SMALLEST;
        assertEquals(List
                .of("1:22: error wrong-type: /log/levels/root: expected one of off, error, warn, info, debug, trace, found 'loud'"),
                findings("log: {levels: {root: loud}}" + rest));
        assertEquals(List.of("1:15: error invalid-id: /log/levels: 'a..b' is no name of a logger: write root, a package or a class"),
                findings("log: {levels: {a..b: info}}" + rest));
    }

    @Test
    void everySocketOptionIsTaken() {
        BalancerConfig config =
                valid("""
                        listeners:
                          web:
                            bind: ":80"
                            pool: web
                            backlog: 10k
                            deferAccept: 20s
                            fastOpen: 256
                            transparent: true
                            keepAlive: {idle: 2m, interval: 5s, count: 4}
                            userTimeout: 1500ms
                            interface: eth0
                            mark: 7
                        pools:
                          web:
                            backends: "a:1"
                            sourceAddresses: [10.0.0.9, "fd00::9"]
                            keepAlive: {}
                            userTimeout: 20s
                            interface: eth1
                            mark: 8
                        """);

        var accepted = new SocketConfig(Optional.of(new KeepAliveConfig(Duration.ofMinutes(2), Duration.ofSeconds(5), 4)),
                Duration.ofMillis(1500), 7, Optional.of("eth0"));
        assertEquals(new ListenConfig(10_000, Duration.ofSeconds(20), 256, true, accepted), config.listeners().get("web").listen());
        var socket = new SocketConfig(Optional.of(new KeepAliveConfig(Duration.ofMinutes(1), Duration.ofSeconds(10), 3)),
                Duration.ofSeconds(20), 8, Optional.of("eth1"));
        var sources = List.of(InetAddress.ofLiteral("10.0.0.9"), InetAddress.ofLiteral("fd00::9"));
        assertEquals(new ConnectConfig(sources, false, socket), config.pools().get("web").connect());
    }

    @Test
    void aBackendMayBeWhereEachClientWantedToGo() {
        BalancerConfig config = valid("""
                listeners: {web: {bind: ":80", pool: web, transparent: true}}
                pools: {web: {backends: ["*", {address: "*", name: other, weight: 2}]}}
                """);

        var anywhere = new Address.Destination();
        assertEquals(List.of(BackendSpec.of(anywhere), new BackendSpec("other", anywhere, 2, BackendSpec.DEFAULT_PRIORITY, 0)),
                config.pools().get("web").discovery().written().toList());
        assertEquals("*", BackendSpec.of(anywhere).id());
    }

    @Test
    void aSocketOptionThatIsOffIsAsIfItWereNotWritten() {
        BalancerConfig config = valid("""
                listeners: {web: {bind: ":80", pool: web, deferAccept: false, fastOpen: off, keepAlive: off, userTimeout: off, mark: 0}}
                pools: {web: {backends: "a:1", keepAlive: off, userTimeout: off, mark: 0}}
                """);

        assertEquals(ListenConfig.DEFAULT, config.listeners().get("web").listen());
        assertEquals(ConnectConfig.DEFAULT, config.pools().get("web").connect());
    }

    @Test
    void acceptingIsDeferredForASecondWhereNoTimeIsWritten() {
        BalancerConfig config =
                valid("listeners: {web: {bind: ':80', pool: web, deferAccept: true}}\npools: {web: {backends: 'a:1'}}");

        assertEquals(Duration.ofSeconds(1), config.listeners().get("web").listen().deferAccept());
    }

    @Test
    void aBackendIsAnAddressOrAMap() {
        PoolConfig pool = pool("""
                backends:
                  - 10.0.0.1:80
                  - {address: "db_1.local:5432", name: b2, weight: 0, priority: 2, maxConnections: 10k}
                  - address: "[::1]:80\"""");

        assertEquals(
                List.of(
                        new BackendSpec("10.0.0.1:80", new Address.Inet("10.0.0.1", 80), 1, 1, 0),
                        new BackendSpec("b2", new Address.Inet("db_1.local", 5432), 0, 2, 10_000),
                        new BackendSpec("[::1]:80", new Address.Inet("::1", 80), 1, 1, 0)),
                pool.discovery().source().options().get(FakeProviders.BACKENDS));
    }

    @Test
    void aSingleBackendStandsForAListOfOne() {
        assertEquals(pool("backends: [\"a:1\"]"), pool("backends: \"a:1\""));
    }

    @Test
    void backendsAreShortForTheStaticDiscovery() {
        assertEquals(pool("backends: [\"a:1\"]"), pool("discovery: {type: static, backends: [\"a:1\"]}"));
    }

    @Test
    void aTypeAloneStandsForAMapWithTheTypeOnly() {
        assertEquals(
                pool("strategy: round-robin\nhealthCheck: tcp\nbackends: [\"a:1\"]"),
                pool("strategy: {type: round-robin}\nhealthCheck: {type: tcp}\nbackends: [\"a:1\"]"));
    }

    @Test
    void optionsOfPluginsAreReadByTheirTypes() {
        PoolConfig pool = pool("""
                strategy: {type: sticky, by: source-network}
                discovery: {type: exec, command: [./list.sh, 010, yes], environment: {A: 1, B: off}, output: 16k}
                healthCheck: {type: http, path: "", verify: false, linger: 5s}""");

        assertEquals(FakeProviders.By.SOURCE_NETWORK, pool.strategy().options().get(FakeProviders.BY));
        var discovery = pool.discovery().source().options();
        assertEquals(List.of("./list.sh", "010", "yes"), discovery.get(FakeProviders.COMMAND));
        assertEquals(Map.of("A", "1", "B", "off"), discovery.get(FakeProviders.ENVIRONMENT));
        assertEquals(16_384L, discovery.get(FakeProviders.OUTPUT));
        var check = pool.healthCheck().orElseThrow().check().options();
        assertEquals("", check.get(FakeProviders.PATH));
        assertEquals(false, check.get(FakeProviders.VERIFY));
        assertEquals(Duration.ofSeconds(5), check.get(FakeProviders.LINGER));
    }

    @Test
    void optionsThatAreLeftOutHaveTheProvidersDefaults() {
        PoolConfig pool = pool("strategy: sticky\ndiscovery: {type: exec, command: x}\nhealthCheck: http");

        assertEquals(FakeProviders.By.SOURCE, pool.strategy().options().get(FakeProviders.BY));
        assertEquals(List.of("x"), pool.discovery().source().options().get(FakeProviders.COMMAND));
        assertEquals(65_536L, pool.discovery().source().options().get(FakeProviders.OUTPUT));
        assertEquals(Duration.ZERO, pool.healthCheck().orElseThrow().check().options().get(FakeProviders.LINGER));
    }

    @Test
    void whatEveryDiscoveryTakesStandsBesideItsOwnOptions() {
        DiscoveryConfig set = pool("discovery: {type: exec, command: x, interval: 1s, timeout: 2s, onFailure: set-empty, allowEmpty: true}")
                .discovery();
        DiscoveryConfig unset = pool("discovery: {type: exec, command: x}").discovery();

        assertEquals(new DiscoveryConfig(set.source(), Duration.ofSeconds(1), Duration.ofSeconds(2), OnFailure.SET_EMPTY, true), set);
        assertEquals(new DiscoveryConfig(unset.source(), Duration.ofSeconds(10), Duration.ofSeconds(30), OnFailure.KEEP_LAST, false),
                unset);
    }

    @Test
    void anOwnOptionHidesTheCommonOneOfItsName() {
        DiscoveryConfig discovery = pool("discovery: {type: dns, interval: ttl, timeout: 1s}").discovery();

        assertEquals("ttl", discovery.source().options().get(FakeProviders.OWN_INTERVAL));
        assertEquals(Duration.ofSeconds(10), discovery.interval());
        assertEquals(Duration.ofSeconds(1), discovery.timeout());
    }

    @Test
    void whatEveryHealthCheckTakesStandsBesideItsOwnOptions() {
        HealthCheckConfig set = pool(
                "backends: \"a:1\"\n"
                        + "healthCheck: {type: tcp, interval: 5s, timeout: 3s, rise: 1, fall: 1k, port: 81, host: b,"
                        + " proxyProtocol: v1, initial: down}")
                .healthCheck()
                .orElseThrow();
        HealthCheckConfig unset = pool("backends: \"a:1\"\nhealthCheck: tcp").healthCheck().orElseThrow();

        assertEquals(
                new HealthCheckConfig(
                        set.check(), Duration.ofSeconds(5), Duration.ofSeconds(3), 1, 1_000, Optional.of(81), Optional.of("b"),
                        ProxyProtocol.V1,
                        Initial.DOWN),
                set);
        assertEquals(
                new HealthCheckConfig(
                        unset.check(), Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3, Optional.empty(), Optional.empty(),
                        ProxyProtocol.OFF, Initial.UP),
                unset);
    }

    @Test
    void proxyHeadersInAreReadWithThoseWhoAreBelieved() {
        AcceptProxyConfig accepted = Reading.valid("""
                listeners: {web: {bind: ":80", pool: web, proxyProtocol: {accept: v2, from: [10.0.0.0/8, unix], required: false}}}
                pools: {web: {backends: ["a:1"]}}
                """).listeners().get("web").acceptProxy().orElseThrow();
        assertEquals(new AcceptProxyConfig(Accept.V2, List.of(Network.around(client("10.0.0.0"), 104), Network.LOCAL), false), accepted);
        assertTrue(accepted.believes(client("10.1.2.3")));
        assertTrue(accepted.believes(Client.local()));
        assertFalse(accepted.believes(client("11.1.2.3")));
        assertFalse(accepted.believes(client("::10.1.2.3")));
        assertTrue(accepted.takesV2());
        assertFalse(accepted.takesV1());
        assertEquals("[10.0.0.0/8, unix]", accepted.from().toString());
    }

    private static Client client(String address) {
        return Client.of(InetAddress.ofLiteral(address), 1);
    }

    @Test
    void proxyHeadersOutAreAWordOrAMapAndChecksSendThemTooUnlessTheyGoElsewhere() {
        assertEquals(SendProxyConfig.OFF, pool("backends: \"a:1\"").sendProxy());
        assertEquals(new SendProxyConfig(ProxyProtocol.V1, Datagrams.FIRST), pool("backends: \"a:1\"\nproxyProtocol: v1").sendProxy());
        assertEquals(new SendProxyConfig(ProxyProtocol.V2, Datagrams.EVERY),
                pool("backends: \"a:1\"\nproxyProtocol: {datagrams: every}").sendProxy());
        assertEquals(ProxyProtocol.V1, checkOf("tcp"));
        assertEquals(ProxyProtocol.OFF, checkOf("{type: tcp, proxyProtocol: off}"));
        assertEquals(ProxyProtocol.V2, checkOf("{type: tcp, port: 1, proxyProtocol: v2}"));
        assertEquals(ProxyProtocol.OFF, checkOf("{type: tcp, port: 1}"));
        assertEquals(ProxyProtocol.OFF, checkOf("{type: tcp, host: b}"));
    }

    private static ProxyProtocol checkOf(String healthCheck) {
        return pool("backends: \"a:1\"\nproxyProtocol: v1\nhealthCheck: " + healthCheck).healthCheck().orElseThrow().proxyProtocol();
    }

    @Test
    void eachSettingOfPassiveHealthIsRead() {
        assertEquals(
                new PassiveHealthConfig(2, 20, Duration.ofSeconds(7), Duration.ofSeconds(5), Duration.ofMinutes(1), 30),
                pool("backends: \"a:1\"\npassiveHealth: {failures: 2, resets: 20, window: 7s, ejection: 5s, maxEjection: 1m, maxEjectedPercent: 30}")
                        .passiveHealth());
        assertEquals(Duration.ofSeconds(5), pool("backends: \"a:1\"\npassiveHealth: {ejection: 5s}").passiveHealth().window());
    }

    @Test
    void passiveHealthCanBeOff() {
        assertEquals(PassiveHealthConfig.OFF, pool("backends: \"a:1\"\npassiveHealth: off").passiveHealth());
    }

    @Test
    void loopsAreAtLeastOneAndAutoIsTheDefault() {
        assertEquals(valid("{}").loops(), valid("loops: auto").loops());
        assertEquals(1024, valid("loops: 1024").loops());
    }

    @Test
    void entriesKeepTheirOrder() {
        var config = valid("pools: {z: {backends: []}, a: {backends: []}, m: {backends: []}}");
        assertEquals(List.of("z", "a", "m"), List.copyOf(config.pools().keySet()));
    }

    @Test
    void jsonIsRead() {
        assertEquals(valid(SMALLEST), valid("""
                {"listeners": {"web": {"bind": ":8080", "pool": "web"}},
                 "pools": {"web": {"backends": ["10.0.0.1:80"]}}}
                """));
    }

    @Test
    void variablesAreReplacedInValuesOfEveryType() {
        BalancerConfig config = valid("""
                listeners:
                  web: {bind: ":${PORT}", pool: "${POOL}", halfClose: "${UNSET:-false}"}
                pools:
                  web: {backends: ["${UNSET:-10.0.0.1:80}"], healthCheck: {type: http, rise: "${RISE}", path: "/${ODD}$${x}"}}
                """);

        ListenerConfig listener = config.listeners().get("web");
        assertEquals(List.of(new Address.Inet("", 8080)), listener.binds());
        assertFalse(listener.halfClose());
        HealthCheckConfig check = config.pools().get("web").healthCheck().orElseThrow();
        assertEquals(5, check.rise());
        assertEquals("/${POOL} $${${x}", check.check().options().get(FakeProviders.PATH));
    }

    @Test
    void nothingToListenOnIsAWarning() {
        assertEquals(
                List.of("1:1: warning no-listeners: there are no listeners, so nothing is served: add one under 'listeners'"),
                findings("{}"));
        assertEquals(
                List.of("1:11: warning no-listeners: /listeners: there are no listeners, so nothing is served: add one under 'listeners'"),
                findings("listeners:\npools:\n"));
    }

    @Test
    void doubtsAreWarnings() {
        String text = """
                listeners:
                  web: {bind: ":8080", pool: empty}
                  api: {bind: ":8081", pool: weightless}
                pools:
                  empty: {backends: []}
                  weightless: {backends: [{address: "a:1", weight: 0}, {address: "b:1", weight: 0}]}
                  slow: {backends: ["a:1"], healthCheck: {type: tcp, timeout: 1m}}
                """;

        assertEquals(
                List.of(
                        "5:21: warning no-backends: /pools/empty/backends: the list of backends is empty: every client will be closed",
                        "6:26: warning no-weight: /pools/weightless/backends: every backend has weight 0, so work is spread evenly:"
                                + " give one of them a weight",
                        "7:3: warning unused-pool: /pools/slow: no listener uses this pool",
                        "7:63: warning timeout-over-interval: /pools/slow/healthCheck/timeout:"
                                + " the timeout of 1m is longer than the interval of 2s, so checks of a dead backend run less often"),
                findings(text));
        assertEquals(4, valid(text).pools().size() + 1);
    }

    @Test
    void aUnixSocketIsNothingForDatagrams() {
        String text = """
                listeners:
                  web: {bind: ":8080", pool: both}
                  dns: {bind: ":8081", protocol: udp, pool: both}
                pools:
                  both: {backends: ["10.0.0.1:53", "unix:/run/dns.sock"]}
                """;

        assertEquals(
                List.of("3:3: warning unreachable-backend: /listeners/dns: the backend 'unix:/run/dns.sock' of pool both has a Unix socket,"
                        + " and UDP has none: its datagrams will find no way"),
                findings(text));
    }

    @Test
    void proxyHeadersOfVersion1AreNotForDatagrams() {
        String text = """
                listeners:
                  dns: {bind: ":53", protocol: udp, pool: p}
                pools:
                  p: {backends: ["10.0.0.1:53"], proxyProtocol: v1}
                """;
        assertEquals(
                List.of("2:3: error conflicting-keys: /listeners/dns: pool p sends PROXY headers of version 1, which is for TCP alone: write"
                        + " 'proxyProtocol: v2' there, or 'off'"),
                findings(text));
        assertEquals(List.of(), findings(text.replace("v1", "{datagrams: every}")));
    }

    @Test
    void aLimitOfSessionsIsNothingWhereThereAreNone() {
        String text = """
                listeners:
                  log: {bind: ":514", protocol: udp, pool: p, udp: {maxSessions: 5, maxResponses: 0}}
                pools:
                  p: {backends: ["10.0.0.1:514"]}
                """;
        assertEquals(List.of("2:3: warning no-effect: /listeners/log: 'udp.maxSessions' limits nothing here: with 'maxResponses: 0' there"
                + " are no sessions"), findings(text));
        assertEquals(List.of("2:3: warning no-effect: /listeners/log: 'limits' limits nothing here: with 'maxResponses: 0' there"
                + " are no sessions"), findings(text.replace("udp: {maxSessions: 5,", "limits: {connectionRate: 9/s}, udp: {")));
        assertEquals(List.of(), findings(text.replace("pool: p", "pool: p, proxyProtocol: {from: 10.0.0.0/8}")));
    }

    @Test
    void aStrategyThatWantsAServerNameIsNothingForDatagrams() {
        String udp = """
                listeners:
                  dns: {bind: ":53", protocol: udp, pool: p}
                pools:
                  p: {strategy: by-name, backends: ["10.0.0.1:53"]}
                """;
        assertEquals(List
                .of("f:2:3: warning no-effect: /listeners/dns: the strategy of pool p chooses by the server name of TLS, and a datagram has"
                        + " none: all clients look alike to it"),
                withoutEffect(udp));
        assertEquals(List.of(), withoutEffect(udp.replace("protocol: udp, ", "")));
    }

    private static List<String> withoutEffect(String text) {
        var providers =
                Providers.of(List.of(new ByName(), new FakeProviders.FakeDiscovery("static", false, List.of(FakeProviders.BACKENDS))));
        return new ConfigReader(providers, _ -> null).read("f", text).findings().stream().map(Finding::toString)
                .filter(finding -> finding.contains("no-effect")).toList();
    }

    private record ByName() implements StrategyProvider {

        @Override
        public String type() {
            return "by-name";
        }

        @Override
        public String description() {
            return "Wants a name.";
        }

        @Override
        public List<Option<?>> options() {
            return List.of();
        }

        @Override
        public Strategy create(Options options) {
            return new Strategy() {

                @Override
                public @Nullable Backend pick(Candidates candidates, Client client) {
                    return null;
                }

                @Override
                public boolean wantsServerName() {
                    return true;
                }
            };
        }
    }

    @Test
    void aPoolWithoutAnyPluginNamesWhatIsMissing() {
        var reader = new ConfigReader(Providers.of(List.of()), _ -> null);
        List<String> findings = reader.read("f", SMALLEST).findings().stream().map(Finding::toString).toList();

        assertEquals(
                List.of(
                        "f:1:1: warning no-access-log: no plugin provides the log format 'json': no line is written where no other one is"
                                + " chosen",
                        "f:4:3: error unknown-type: /pools/web: no plugin provides the strategy 'weight' (no plugin provides any)",
                        "f:4:9: error unknown-type: /pools/web/backends: no plugin provides the discovery 'static'"
                                + " (no plugin provides any)"),
                findings);
    }

    @Test
    void aLogFormatThatIsMistypedIsOneFinding() {
        List<String> findings = findings(SMALLEST + "\naccessLog: {format: haproxy}\n");
        assertEquals(1, findings.size(), findings::toString);
    }

    @Test
    void aLogFileThatCannotBeOpenedIsSeenBeforeTheStart() {
        List<String> findings = findings(SMALLEST + "\naccessLog: {target: {file: /no/such/directory/access.log}}\n");
        assertTrue(findings.stream().anyMatch(finding -> finding.endsWith(
                "warning log-file: /accessLog/target/file: it cannot be opened now: /no/such/directory: no such directory")),
                findings::toString);
    }

    @Test
    void aThousandFindingsAreEnough() {
        var text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        List<String> findings = findings(text.toString());

        assertEquals(1_001, findings.size());
        assertTrue(findings.getFirst().contains("too-many"), findings.getFirst());
    }

    @Test
    void thousandsOfBackendsAreRead() {
        var text = new StringBuilder("pools:\n  web:\n    backends:\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("      - {address: \"10.0.%d.%d:80\", weight: %d}\n".formatted(i / 250, i % 250, i % 7 + 1));
        }
        var backends = valid(text.toString()).pools().get("web").discovery().source().options().get(FakeProviders.BACKENDS);

        assertEquals(5_000, backends.size());
        assertEquals(new BackendSpec("10.0.19.249:80", new Address.Inet("10.0.19.249", 80), 4_999 % 7 + 1, 1, 0), backends.getLast());
    }
}
