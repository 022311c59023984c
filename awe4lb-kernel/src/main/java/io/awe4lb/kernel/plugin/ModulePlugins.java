package io.awe4lb.kernel.plugin;

import static io.awe4lb.kernel.plugin.PluginInfo.Reason.UNREADABLE;

import io.awe4lb.spi.Spi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.VersionManager;

/**
 * PF4J as far as it is used here: scan, manifest, version requirement, and the life of one plugin after the other.
 *
 * <p>Not used: {@code loadPlugins} and {@code startPlugins}, which log stack traces and go on, where a sentence is wanted;
 * {@code stopPlugins}, which throws ConcurrentModificationException in PF4J 3.15.0; and the extension finders, which also find the
 * parent's services and need an index that is silently empty from JDK 23 on. Not thread safe.
 */
final class ModulePlugins extends AbstractPluginManager {

    private final Manifests manifests;
    private final LayerLoader layers;

    ModulePlugins(List<Path> directories) {
        manifests = new Manifests(); // before super(), which asks for them
        layers = new LayerLoader(kernelLayer());
        super(directories);
        setSystemVersion(Spi.version());
    }

    private static ModuleLayer kernelLayer() {
        var layer = ModulePlugins.class.getModule().getLayer();
        if (layer == null) {
            throw new IllegalStateException("plugins are modules: start awe4lb from the module path, as bin/awe4lb does");
        }
        return layer;
    }

    List<Path> jars() {
        return pluginRepository.getPluginPaths();
    }

    Optional<PluginDescriptor> manifest(Path jar) {
        return manifests.lastRead(jar);
    }

    /**
     * Makes a plugin's providers. What was begun is undone if that fails.
     *
     * @param jar one of {@link #jars()}
     * @return its providers
     * @throws PluginRejected with the sentence for the operator
     */
    List<Provided> open(Path jar) {
        Manifests.requireFile(jar);
        try (var _ = Manifests.open(jar)) {
            var id = loadPlugin(jar);
            try {
                startPlugin(id);
                return ((ModulePlugin) getPlugin(id).getPlugin()).provided();
            } catch (Throwable failure) {
                unload(jar);
                throw failure;
            }
        } catch (IOException unreadable) {
            throw new PluginRejected(UNREADABLE, "It cannot be read (%s): copy or build it again.".formatted(unreadable), unreadable);
        }
    }

    /**
     * Lets a plugin's classes go; they are collected when nobody holds one of its objects any more.
     *
     * @param jar of a plugin that was opened
     */
    void unload(Path jar) {
        var id = idForPath(jar);
        unloadPlugin(id);
        layers.forget(id);
    }

    @Override
    protected void validatePluginDescriptor(PluginDescriptor manifest) {
        Manifests.check(manifest, versionManager);
        var earlier = getPlugin(manifest.getPluginId());
        if (earlier != null) {
            var sentence = "Plugin %s was already loaded from %s: remove one of the two jars.";
            throw new PluginRejected(
                    PluginInfo.Reason.DUPLICATE_ID, sentence.formatted(manifest.getPluginId(), earlier.getPluginPath()));
        }
    }

    @Override
    protected List<Path> createPluginsRoot() {
        return List.of(); // no directory given: none, not "plugins" in the working directory
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new DirectoryScan(pluginsRoots);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return manifests;
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return layers;
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return plugin -> new ModulePlugin(layers.layer(plugin.getPluginId()));
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory(); // never asked
    }

    @Override
    protected @Nullable ExtensionFinder createExtensionFinder() {
        return null; // never asked
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new NoneDisabled();
    }

    /** A plugin without a class of its own: starting it makes its providers. */
    private static final class ModulePlugin extends Plugin {

        private final ModuleLayer layer;
        private List<Provided> provided = List.of();

        ModulePlugin(ModuleLayer layer) {
            this.layer = layer;
        }

        @Override
        public void start() {
            provided = ProviderSearch.in(layer);
        }

        @Override
        public void stop() {
            provided = List.of();
        }

        List<Provided> provided() {
            return provided;
        }
    }

    /** Who does not want a plugin takes its jar out of the directory. */
    private static final class NoneDisabled implements PluginStatusProvider {

        @Override
        public boolean isPluginDisabled(String id) {
            return false;
        }

        @Override
        public void disablePlugin(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void enablePlugin(String id) {
            throw new UnsupportedOperationException();
        }
    }
}
