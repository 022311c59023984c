package io.awe4lb.kernel.plugin;

import static io.awe4lb.kernel.plugin.PluginInfo.Reason.DUPLICATE_TYPE;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.INTERNAL_ERROR;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.LOADED;

import io.awe4lb.kernel.config.Providers;
import io.awe4lb.kernel.plugin.PluginInfo.Reason;
import io.awe4lb.kernel.plugin.PluginInfo.State;
import io.awe4lb.spi.AccessLogProvider;
import io.awe4lb.spi.CertificateIssuerProvider;
import io.awe4lb.spi.DiscoveryProvider;
import io.awe4lb.spi.HealthCheckProvider;
import io.awe4lb.spi.MetricsExporterProvider;
import io.awe4lb.spi.Provider;
import io.awe4lb.spi.StrategyProvider;
import io.awe4lb.spi.TlsEngineProvider;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that were dropped in: loads every jar of some directories, and hands out what they provide.
 *
 * <pre>
 *    jar ──manifest──▶ version ──module──▶ layer ──providers──▶ started
 *     └─────────── whatever goes wrong: failed, with a reason and a sentence; the others go on
 * </pre>
 *
 * <p>Used on the control thread only; not thread safe. Loading reads files and runs the constructors of providers. An error that a
 * plugin's code throws while it is loaded makes that plugin fail, except for those of the virtual machine (no memory left).
 */
public final class PluginHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final ModulePlugins modules;
    private final InstantSource clock;
    private final List<PluginInfo> plugins = new ArrayList<>();
    private final SequencedMap<String, Owned> providers = new LinkedHashMap<>();
    /** Null until somebody asks. */
    private @Nullable Providers sorted;

    /** A provider, and the plugin it came from. */
    private record Owned(Provided provided, PluginInfo plugin) {}

    private PluginHost(List<Path> directories, InstantSource clock) {
        this.modules = new ModulePlugins(directories);
        this.clock = clock;
    }

    /**
     * Loads every {@code *.jar} of some directories.
     *
     * @param directories the bundled one first: where two plugins collide, the earlier keeps its place. One that does not exist has no
     *     plugins; a line in the log says so
     * @return with as many plugins as there are jars, failed ones included
     */
    public static PluginHost load(List<Path> directories) {
        return load(directories, InstantSource.system());
    }

    /**
     * Loads with a clock of the caller's.
     *
     * @param directories as above
     * @param clock tells since when a plugin is in its state
     * @return the same
     */
    public static PluginHost load(List<Path> directories, InstantSource clock) {
        var host = new PluginHost(directories, clock);
        host.modules.jars().forEach(jar -> host.plugins.add(host.load(jar)));
        return host;
    }

    /**
     * What became of each jar.
     *
     * @return in the order in which they were loaded
     */
    public List<PluginInfo> plugins() {
        return List.copyOf(plugins);
    }

    /**
     * What the started plugins provide.
     *
     * @return the same for as long as it is not closed: then none. Where there are TLS engines there is one more, {@code auto}, to choose one
     */
    public Providers providers() {
        Providers known = sorted;
        if (known == null) {
            known = sorted();
            sorted = known;
        }
        return known;
    }

    private Providers sorted() {
        return new Providers(byType(StrategyProvider.class), byType(DiscoveryProvider.class), byType(HealthCheckProvider.class),
                byType(MetricsExporterProvider.class), byType(AccessLogProvider.class),
                AutoTlsEngine.with(byType(TlsEngineProvider.class)), byType(CertificateIssuerProvider.class));
    }

    /**
     * The modules of the JDK that plugins may require. A module layer sees those alone that the program was started with.
     *
     * @return names, sorted
     */
    public static SortedSet<String> jdkModules() {
        return PluginModule.jdkModules();
    }

    /** Unloads every plugin, the newest first. Objects that providers made must not be used any more. */
    @Override
    public void close() {
        providers.clear();
        sorted = null;
        for (var plugin : plugins.reversed()) {
            if (plugin.state() == State.STARTED) {
                modules.unload(plugin.path());
            }
        }
        plugins.clear();
    }

    private PluginInfo load(Path jar) {
        try {
            return started(jar, modules.open(jar));
        } catch (PluginRejected rejected) {
            LOG.debug("plugin {} failed", jar, rejected);
            return failed(jar, rejected.reason(), rejected.sentence());
        } catch (Throwable unexpected) { // also LinkageError: the jar is foreign
            Foreign.rethrowIfFatal(unexpected);
            LOG.error("plugin {} failed in an unexpected way", jar, Foreign.copy(unexpected));
            return failed(jar, INTERNAL_ERROR, "It could not be loaded (%s). %s".formatted(Foreign.describe(unexpected), Foreign.ASK));
        }
    }

    private PluginInfo started(Path jar, List<Provided> provided) {
        var types = provided.stream().map(Provided::name).sorted().toList();
        for (var type : types) {
            var owner = providers.get(type);
            if (owner != null) {
                modules.unload(jar);
                throw new PluginRejected(
                        DUPLICATE_TYPE,
                        "It provides %s, which plugin %s already does (%s): remove one of the two jars."
                                .formatted(type, owner.plugin().id(), owner.plugin().path()));
            }
        }
        var plugin = info(jar, State.STARTED, LOADED, "Provides " + String.join(", ", types) + ".", types);
        provided.forEach(one -> providers.put(one.name(), new Owned(one, plugin)));
        return plugin;
    }

    private PluginInfo failed(Path jar, Reason reason, String sentence) {
        return info(jar, State.FAILED, reason, sentence, List.of());
    }

    private PluginInfo info(Path jar, State state, Reason reason, String sentence, List<String> types) {
        var manifest = modules.manifest(jar);
        var id = manifest.map(PluginDescriptor::getPluginId).orElse(jar.getFileName().toString());
        var version = manifest.map(PluginDescriptor::getVersion).orElse("");
        var description = manifest.map(PluginDescriptor::getPluginDescription).orElse("");
        return new PluginInfo(
                Foreign.oneLine(id),
                Foreign.oneLine(version),
                Foreign.oneLine(description),
                jar,
                state,
                reason,
                Foreign.oneLine(sentence),
                clock.instant(),
                types);
    }

    private <P extends Provider> SequencedMap<String, P> byType(Class<P> kind) {
        var byType = new TreeMap<String, P>();
        for (var owned : providers.values()) {
            if (kind.isInstance(owned.provided().provider())) {
                byType.put(owned.provided().type(), kind.cast(owned.provided().provider()));
            }
        }
        return Collections.unmodifiableSequencedMap(byType);
    }
}
