package io.awe4lb.kernel.plugin;

import static io.awe4lb.kernel.plugin.PluginInfo.Reason.MODULE_INVALID;

import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;

/**
 * Makes every plugin's module a layer and a class loader of its own.
 *
 * <p>The class loader looks into its own jar, then into the modules that the plugin's module reads (the SPI, modules of the JDK), then
 * asks the bootstrap loader. So neither the kernel's classes nor those of its libraries can be found, and a plugin's own copy of a library
 * cannot meet ours or another plugin's. With the platform class loader as parent they were found: that one also answers for every named
 * module of the boot layer.
 */
final class LayerLoader implements PluginLoader {

    private static final @Nullable ClassLoader BOOTSTRAP = null;

    private final ModuleLayer parent;
    private final Map<String, ModuleLayer> layers = new HashMap<>();

    /** @param parent the layer of the kernel's module */
    LayerLoader(ModuleLayer parent) {
        this.parent = parent;
    }

    @Override
    public boolean isApplicable(Path jar) {
        return true;
    }

    @Override
    @SuppressWarnings("restricted") // allows native code to those alone whose manifest asks for it
    public ClassLoader loadPlugin(Path jar, PluginDescriptor plugin) {
        var finder = ModuleFinder.of(jar);
        var module = PluginModule.in(finder, jar);
        PluginModule.check(module, parent);
        try {
            var configuration = parent.configuration().resolve(finder, ModuleFinder.of(), Set.of(module.name()));
            var controller = ModuleLayer.defineModulesWithOneLoader(configuration, List.of(parent), BOOTSTRAP);
            var layer = controller.layer();
            if (Manifests.callsNativeCode(plugin)) {
                controller.enableNativeAccess(layer.findModule(module.name()).orElseThrow());
            }
            layers.put(plugin.getPluginId(), layer);
            return layer.findLoader(module.name());
        } catch (ResolutionException | FindException | LayerInstantiationException impossible) {
            throw new PluginRejected(
                    MODULE_INVALID,
                    "Its module %s cannot be made (%s): leave that package out of the jar, or change module-info.java, and build it again."
                            .formatted(module.name(), impossible.getMessage()),
                    impossible);
        }
    }

    /**
     * The layer of a loaded plugin.
     *
     * @param id of the plugin
     * @return with one module
     */
    ModuleLayer layer(String id) {
        return layers.get(id);
    }

    /** Lets a plugin's layer go. */
    void forget(String id) {
        layers.remove(id);
    }
}
