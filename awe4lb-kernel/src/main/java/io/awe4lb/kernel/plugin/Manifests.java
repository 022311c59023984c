package io.awe4lb.kernel.plugin;

import static io.awe4lb.kernel.plugin.PluginInfo.Reason.MANIFEST_INVALID;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.NOT_A_JAR;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.SPI_VERSION;
import static io.awe4lb.kernel.plugin.PluginInfo.Reason.UNREADABLE;

import io.awe4lb.spi.Spi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.VersionManager;

/** Reads what a jar's manifest says about the plugin, and holds it against what a plugin has to say. */
final class Manifests extends ManifestPluginDescriptorFinder {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern EXACT_VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    private final Map<Path, PluginDescriptor> read = new HashMap<>();
    /** Of the manifest that is being read. */
    private boolean isNative;

    @Override
    public PluginDescriptor find(Path jar) {
        var descriptor = super.find(jar);
        read.put(jar, descriptor);
        return descriptor;
    }

    /**
     * What the manifest said when it was read, so that a jar that failed later is still listed by its id.
     *
     * @param jar the same path
     * @return empty if there was no manifest to read
     */
    Optional<PluginDescriptor> lastRead(Path jar) {
        return Optional.ofNullable(read.get(jar));
    }

    /** With what PF4J does not know. */
    private static final class Described extends DefaultPluginDescriptor {

        private final boolean callsNativeCode;

        Described(boolean callsNativeCode) {
            this.callsNativeCode = callsNativeCode;
        }
    }

    /** Whether a plugin's manifest says that it calls native code, which Java warns of where nobody has allowed it. */
    static boolean callsNativeCode(PluginDescriptor manifest) {
        return manifest instanceof Described described && described.callsNativeCode;
    }

    @Override
    protected PluginDescriptor createPluginDescriptor(Manifest manifest) {
        isNative = Boolean.parseBoolean(manifest.getMainAttributes().getValue("Plugin-Native"));
        return super.createPluginDescriptor(manifest);
    }

    @Override
    protected DefaultPluginDescriptor createPluginDescriptorInstance() {
        return new Described(isNative);
    }

    @Override
    protected Manifest readManifest(Path path) {
        try (var jar = open(path)) {
            var manifest = jar.getManifest();
            if (manifest == null) {
                throw invalid("It has no META-INF/MANIFEST.MF: build it with one that says Plugin-Id and Plugin-Version.", null);
            }
            return manifest;
        } catch (IOException malformed) {
            var sentence = "Its META-INF/MANIFEST.MF cannot be read (%s): build the jar again.";
            throw invalid(sentence.formatted(malformed.getMessage()), malformed);
        }
    }

    /**
     * Opens a jar. Its directory is read once for all that open it while this one is open.
     *
     * @param path of the jar
     * @throws PluginRejected if it is none
     * @throws IOException if it cannot be read
     */
    static JarFile open(Path path) throws IOException {
        try {
            return new JarFile(path.toFile(), false);
        } catch (ZipException broken) {
            var sentence = "It is no jar, or not all of one (%s): copy or build it again.";
            throw new PluginRejected(NOT_A_JAR, sentence.formatted(broken.getMessage()), broken);
        }
    }

    /**
     * Checks that there is something to read.
     *
     * @param path what is called {@code *.jar}
     * @throws PluginRejected if it is no file, or is not for us
     */
    static void requireFile(Path path) {
        if (Files.isDirectory(path)) {
            throw new PluginRejected(UNREADABLE, "It is a directory: put jars into the plugin directory, not folders called .jar.");
        }
        if (!Files.exists(path)) {
            throw new PluginRejected(UNREADABLE, "It is a link to a file that does not exist: remove the link or put the file there.");
        }
        if (!Files.isRegularFile(path)) {
            throw new PluginRejected(UNREADABLE, "It is neither a file nor a link to one: remove it from the plugin directory.");
        }
        if (!Files.isReadable(path)) {
            throw new PluginRejected(UNREADABLE, "It cannot be read: give the user that runs awe4lb the right to read it.");
        }
    }

    /**
     * Checks what {@link #find} found.
     *
     * @param manifest as read
     * @param versions compares versions
     * @throws PluginRejected for the first thing that is wrong
     */
    static void check(PluginDescriptor manifest, VersionManager versions) {
        var id = required("Plugin-Id", manifest.getPluginId(), "a name of its own, for example my-strategies");
        if (!ID.matcher(id).matches()) {
            throw invalid("Plugin-Id '%s' is not a name: letters, digits, '.', '_' and '-' are allowed.".formatted(id), null);
        }
        var version = required("Plugin-Version", manifest.getVersion(), "a semantic version, for example 1.0.0");
        if (!isVersion(version, versions)) {
            throw invalid("Plugin-Version '%s' is not a semantic version: write, for example, 1.0.0.".formatted(version), null);
        }
        if (!manifest.getDependencies().isEmpty()) {
            throw invalid("Plugins never see each other: put what it needs into the jar, and remove Plugin-Dependencies.", null);
        }
        checkRequires(manifest.getRequires().strip(), versions);
    }

    private static String required(String key, @Nullable String value, String example) {
        if (value == null || value.isBlank()) {
            throw invalid("Its manifest does not say %s: add %s.".formatted(key, example), null);
        }
        return value;
    }

    private static boolean isVersion(String version, VersionManager versions) {
        try {
            return versions.compareVersions(version, version) == 0;
        } catch (RuntimeException _) { // the parser's exceptions are not exported to us
            return false;
        }
    }

    private static void checkRequires(String requires, VersionManager versions) {
        // PF4J's convention: a version alone is the oldest one that will do
        var range = EXACT_VERSION.matcher(requires).matches() ? ">=" + requires : requires;
        boolean satisfied;
        try {
            satisfied = versions.checkVersionConstraint(Spi.version(), range);
        } catch (RuntimeException malformed) {
            var sentence = "Plugin-Requires '%s' is not a range of versions: write, for example, ^%s.";
            throw invalid(sentence.formatted(requires, Spi.version()), malformed);
        }
        if (!satisfied) {
            throw new PluginRejected(
                    SPI_VERSION,
                    "It requires version %s of the SPI, and here is version %s: take a version of the plugin or of awe4lb that fits."
                            .formatted(requires, Spi.version()));
        }
    }

    private static PluginRejected invalid(String sentence, @Nullable Throwable cause) {
        return new PluginRejected(MANIFEST_INVALID, sentence, cause);
    }
}
