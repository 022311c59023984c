package io.awe4lb.kernel.plugin;

import static io.awe4lb.kernel.plugin.PluginInfo.Reason.JAVA_VERSION;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.JDK_MODULE_MISSING;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.MODULE_INVALID;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.MODULE_MISSING;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.NOT_A_JAR;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.NO_MODULE;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.NO_PROVIDER;

import io.awe4lb.spi.Provider;
import io.awe4lb.spi.Spi;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** Reads the module of a jar and checks it before a layer is made, so that every error has a sentence of its own. */
final class PluginModule {

    private static final String SPI = Spi.class.getModule().getName();
    private static final Pattern CLASS_VERSION = Pattern.compile("version (\\d+)");
    private static final int CLASS_VERSION_OF_JAVA_0 = 44;

    private PluginModule() {}

    /**
     * The one module of a jar.
     *
     * @param finder of that jar
     * @param jar its path
     * @throws PluginRejected if there is no module that was written as one
     */
    static ModuleDescriptor in(ModuleFinder finder, Path jar) {
        try {
            return finder.findAll().stream()
                    .map(ModuleReference::descriptor)
                    .filter(module -> !module.isAutomatic())
                    .findFirst()
                    .orElseThrow(PluginModule::noModule);
        } catch (FindException broken) {
            throw hasDescriptor(jar) ? invalid(broken) : noModule();
        }
    }

    /**
     * Checks what a module requires and provides.
     *
     * @param module of the plugin
     * @param parent the layer of the kernel's module
     */
    static void check(ModuleDescriptor module, ModuleLayer parent) {
        module.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .sorted()
                .forEach(name -> checkRequired(name, parent));
        if (providerCount(module) == 0) {
            var sentence = "Its module %s provides nothing: say 'provides %s with …' in module-info.java.";
            throw new PluginRejected(NO_PROVIDER, sentence.formatted(module.name(), Provider.class.getName()));
        }
    }

    /** How many providers a module says it has. */
    static int providerCount(ModuleDescriptor module) {
        return module.provides().stream()
                .filter(provides -> provides.service().equals(Provider.class.getName()))
                .mapToInt(provides -> provides.providers().size())
                .sum();
    }

    /** The modules of the JDK that are part of the running program, which are those that plugins may require; sorted. */
    static SortedSet<String> jdkModules() {
        var names = new TreeSet<String>();
        for (var module : ModuleLayer.boot().configuration().modules()) {
            boolean hasApi = module.reference().descriptor().exports().stream().anyMatch(exports -> !exports.isQualified());
            if (hasApi && isJdk(module.reference())) {
                names.add(module.name());
            }
        }
        return names;
    }

    /**
     * Says for which Java a class was compiled, in place of a number that nobody knows by heart.
     *
     * @param error of the JDK about an unsupported class version
     */
    static PluginRejected tooNew(Throwable error) {
        var version = CLASS_VERSION.matcher(String.valueOf(error.getMessage()));
        var java = version.find() ? "Java " + (Integer.parseInt(version.group(1)) - CLASS_VERSION_OF_JAVA_0) : "a newer Java";
        return new PluginRejected(
                JAVA_VERSION,
                "It was compiled for %s, and this is Java %d: compile it with --release %2$d."
                        .formatted(java, Runtime.version().feature()),
                error);
    }

    private static void checkRequired(String name, ModuleLayer parent) {
        var present = parent.configuration().findModule(name).map(ResolvedModule::reference);
        if (present.isPresent()) {
            if (!name.equals(SPI) && !isJdk(present.get())) {
                var sentence = "It requires module %s, which is awe4lb's own and not for plugins: put a copy of its classes into the jar.";
                throw new PluginRejected(MODULE_MISSING, sentence.formatted(name));
            }
        } else if (name.startsWith("java.") || name.startsWith("jdk.")) {
            var sentence = "It requires module %s of the JDK, which this program runs without: use only %s.";
            throw new PluginRejected(JDK_MODULE_MISSING, sentence.formatted(name, String.join(", ", jdkModules())));
        } else {
            var sentence = "It requires module %s, which is not here: put its classes into the jar and take it out of module-info.java.";
            throw new PluginRejected(MODULE_MISSING, sentence.formatted(name));
        }
    }

    private static boolean isJdk(ModuleReference module) {
        return module.location().filter(location -> "jrt".equals(location.getScheme())).isPresent();
    }

    private static boolean hasDescriptor(Path path) {
        try (var jar = new JarFile(path.toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion())) {
            return jar.getEntry("module-info.class") != null;
        } catch (IOException unreadable) {
            var sentence = "It is no jar, or not all of one (%s): copy or build it again.";
            throw new PluginRejected(NOT_A_JAR, sentence.formatted(unreadable.getMessage()), unreadable);
        }
    }

    private static PluginRejected invalid(FindException broken) {
        var root = Foreign.root(broken);
        if (String.valueOf(root.getMessage()).startsWith("Unsupported major.minor version")) {
            return tooNew(root);
        }
        return new PluginRejected(
                MODULE_INVALID, "Its module-info.class is not valid (%s): build the jar again.".formatted(root.getMessage()), broken);
    }

    private static PluginRejected noModule() {
        return new PluginRejected(
                NO_MODULE, "It has no module-info.class: a plugin is one named module, so add a module-info.java and build it again.");
    }
}
