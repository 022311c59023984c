package io.awe4lb.admin;

import io.awe4lb.admin.http.Limits;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.plugin.PluginHost;
import io.awe4lb.kernel.runtime.ApplicationLog;
import io.awe4lb.kernel.runtime.Balancer;
import io.awe4lb.kernel.runtime.Candidate;
import io.awe4lb.kernel.runtime.LiveConfig;
import io.awe4lb.kernel.runtime.MetricsDocument;
import io.awe4lb.kernel.runtime.Running;
import io.awe4lb.kernel.stats.Events;
import io.awe4lb.kernel.store.DataDirectory;
import io.awe4lb.spi.MetricsPage;
import io.awe4lb.spi.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;

/** A real balancer with a real management server, both on loopback, made for one test. */
final class Managed implements AutoCloseable {

    static final String ADMIN = "token-of-an-admin";
    static final String OPERATOR = "token-of-an-operator";
    static final String VIEWER = "token-of-a-viewer";

    static final String ADMIN_SECTION = """
            admin:
              bind: 127.0.0.1:0
              auth:
                tokens:
                  ann: {token: token-of-an-admin, role: admin}
                  olaf: {token: token-of-an-operator, role: operator}
                  vera: {token: token-of-a-viewer, role: viewer}
            """;

    static final String CONFIG = ADMIN_SECTION + """
            # the shop
            listeners:
              web: {bind: "127.0.0.1:0", pool: web}   # plain
            pools:
              web:
                strategy: round-robin
                backends:
                  - "127.0.0.1:1"          # the old one
                  - {address: "127.0.0.1:2", name: new, weight: 3}
            """;

    private static final Providers PROVIDERS = bundled();

    private final DataDirectory data;
    private final Running running;
    private final AdminServer server;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PluginHost plugins = PluginHost.load(List.of());
    private volatile Optional<MetricsPage> page = Optional.empty();
    private volatile List<String> missingExporters = List.of();

    private Managed(String text, Optional<Path> directory, Limits limits) throws Exception {
        ConfigReader reader = new ConfigReader(PROVIDERS, Map.of("COLOUR", "blue")::get);
        ConfigResult.Valid valid = switch (reader.read("test", text)) {
            case ConfigResult.Valid found -> found;
            case ConfigResult.Invalid(var findings) -> throw new AssertionError(findings);
        };
        data = directory.isPresent() ? DataDirectory.open(directory.get()) : DataDirectory.inMemory();
        Events events = new Events(InstantSource.system());
        Balancer balancer = Balancer.start(valid.config(), events, data);
        LiveConfig live = LiveConfig.open(Candidate.ofText(text, valid), Optional.empty(),
                new LiveConfig.Means(reader, data.revisions(), balancer, events));
        running = new Running(balancer, live, data, plugins, PROVIDERS, new ApplicationLog(new FakeLog(), events), Instant.now(),
                "0.1.0-test", document());
        server = AdminServer.open(running, limits, new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    /** Those of the plugins that the build brings. */
    private static Providers bundled() {
        Managed.class.getModule().addUses(Provider.class);
        return Providers.of(ServiceLoader.load(Provider.class).stream().map(ServiceLoader.Provider::get).toList());
    }

    static Managed serving(String text) throws Exception {
        return new Managed(text, Optional.empty(), Limits.DEFAULT);
    }

    static Managed serving(String text, Path directory) throws Exception {
        return new Managed(text, Optional.of(directory), Limits.DEFAULT);
    }

    static Managed serving(UnaryOperator<Limits> change) throws Exception {
        return new Managed(CONFIG, Optional.empty(), change.apply(Limits.DEFAULT));
    }

    static Managed usual() throws Exception {
        return serving(CONFIG);
    }

    private MetricsDocument document() {
        return new MetricsDocument() {
            @Override
            public Optional<MetricsPage> page() {
                return page;
            }

            @Override
            public List<String> missing() {
                return missingExporters;
            }
        };
    }

    /** As if an exporter could not be opened. */
    void missing(String sentence) {
        missingExporters = List.of(sentence);
    }

    /** As if an exporter had it. */
    void page(MetricsPage shown) {
        page = Optional.of(shown);
    }

    Client client(String token) {
        return new Client(address(), Optional.of(token));
    }

    Client admin() {
        return client(ADMIN);
    }

    Client nobody() {
        return new Client(address(), Optional.empty());
    }

    URI address() {
        return server.address().orElseThrow();
    }

    int port() {
        return address().getPort();
    }

    Raw raw() throws Exception {
        return new Raw(port());
    }

    Running running() {
        return running;
    }

    AdminServer server() {
        return server;
    }

    String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** Where a listener of the configuration is reached. */
    InetSocketAddress listener(String id) {
        return (InetSocketAddress) running.balancer().addresses().get(id).getFirst();
    }

    /** The number of the revision in force: what has not changed has the same one. */
    long revision() {
        return running.config().current().revision().number();
    }

    @Override
    public void close() throws IOException {
        server.close();
        running.balancer().close();
        plugins.close();
        data.close();
    }
}
