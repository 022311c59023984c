import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Links the trimmed Java of the distribution, run by the build with the JDK that it found: {@code java LinkRuntime.java DIRECTORY MODULES}.
 * Does nothing when the directory was already made by the same JDK with the same options, because linking takes much longer than the rest.
 */
final class LinkRuntime {

    /** Without --compress: with zip-6 a start takes as long, the unpacked 87 MB become 64, but the zip's 32 MB become 37. */
    private static final List<String> OPTIONS = List.of("--strip-debug", "--no-header-files", "--no-man-pages");

    private LinkRuntime() {}

    /** Arguments: the directory to make, and the modules, separated by commas. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var runtime = Path.of(arguments[0]);
        var modules = arguments[1].replaceAll("\\s", "");
        var recipe = String.join(" ", Runtime.version().toString(), modules, OPTIONS.toString());
        var stamp = runtime.resolveSibling(runtime.getFileName() + ".recipe");
        if (Files.exists(stamp) && Files.readString(stamp).equals(recipe) && Files.isExecutable(runtime.resolve("bin/java"))) {
            return;
        }
        Files.deleteIfExists(stamp);
        delete(runtime);
        link(runtime, modules);
        dumpClassArchive(runtime);
        Files.writeString(stamp, recipe);
    }

    private static void link(Path runtime, String modules) {
        var options = new ArrayList<>(OPTIONS);
        options.addAll(List.of("--add-modules", modules, "--output", runtime.toString()));
        int result = ToolProvider.findFirst("jlink").orElseThrow().run(System.out, System.err, options.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("jlink ended with " + result);
        }
    }

    /** The JDK's own classes, ready to map, for the object headers that bin/awe4lb asks for: half of the time of a start. */
    private static void dumpClassArchive(Path runtime) throws IOException, InterruptedException {
        var java = runtime.resolve("bin/java").toString();
        var dump = new ProcessBuilder(java, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xshare:dump", "-Xlog:disable");
        int result = dump.inheritIO().start().waitFor();
        if (result != 0) {
            throw new IllegalStateException("java -Xshare:dump ended with " + result);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
