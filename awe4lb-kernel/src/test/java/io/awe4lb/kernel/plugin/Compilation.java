package io.awe4lb.kernel.plugin;

import io.awe4lb.spi.Provider;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.spi.ToolProvider;

/** Compiles the modules of tests, as a plugin's author would: against the SPI alone. */
final class Compilation {

    /** As a tool, not as {@code javax.tools}: the kernel's module, which the tests are part of, does not read {@code java.compiler}. */
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();

    /** The SPI's module names this one; a plugin compiles without what is in it. */
    private static final Map<String, String> ANNOTATIONS = Map.of("module-info", "module org.jspecify { }");

    private Compilation() {}

    /**
     * Compiles one module.
     *
     * @param sources text by name, for example {@code com.acme.First} or {@code module-info}
     * @param stubs sources of modules that exist while compiling only
     * @return class files by path within a jar, sorted
     */
    static SortedMap<String, byte[]> compile(Map<String, String> sources, List<Map<String, String>> stubs) throws IOException {
        var directory = Files.createTempDirectory("plugin");
        try {
            var modulePath = new ArrayList<>(List.of(spi().toString()));
            for (var stub : with(ANNOTATIONS, stubs)) {
                modulePath.add(run(stub, modulePath, directory.resolve("stub" + modulePath.size())).toString());
            }
            return classFiles(run(sources, modulePath, directory.resolve("plugin")));
        } finally {
            delete(directory);
        }
    }

    private static List<Map<String, String>> with(Map<String, String> first, List<Map<String, String>> others) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private static Path run(Map<String, String> sources, List<String> modulePath, Path directory) throws IOException {
        var output = directory.resolve("classes");
        var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", output.toString()));
        arguments.addAll(List.of("--module-path", String.join(File.pathSeparator, modulePath)));
        for (var source : sources.entrySet()) {
            var file = directory.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        var messages = new StringWriter();
        try (var writer = new PrintWriter(messages)) {
            if (JAVAC.run(writer, writer, arguments.toArray(String[]::new)) != 0) {
                throw new AssertionError("the test's own source does not compile:\n" + messages);
            }
        }
        return output;
    }

    private static SortedMap<String, byte[]> classFiles(Path directory) throws IOException {
        var classFiles = new TreeMap<String, byte[]>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                classFiles.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return classFiles;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    private static Path spi() {
        try {
            return Path.of(Provider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
