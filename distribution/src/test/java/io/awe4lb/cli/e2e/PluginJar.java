package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/**
 * The jar of a plugin with one strategy, made with the JDK's tools from the SPI in the distribution.
 *
 * @param id the plugin's
 * @param type the strategy's
 * @param requires lines of the module beside that for the SPI
 * @param body what the provider's constructor does
 * @param manifest lines that are added or, with an empty value, left out
 */
record PluginJar(String id, String type, String requires, String body, Map<String, String> manifest) {

    static PluginJar good(String id) {
        return new PluginJar(id, id, "", "", Map.of());
    }

    PluginJar type(String word) {
        return new PluginJar(id, word, requires, body, manifest);
    }

    PluginJar requiring(String module) {
        return new PluginJar(id, type, "requires " + module + ";", body, manifest);
    }

    PluginJar throwing() {
        return new PluginJar(id, type, requires, "throw new IllegalStateException(\"not today\");", manifest);
    }

    PluginJar needing(String spiVersion) {
        return new PluginJar(id, type, requires, body, Map.of("Plugin-Requires", spiVersion));
    }

    /** Compiles and packs it into a directory. */
    Path into(Path plugins) throws IOException {
        Path work = plugins.resolveSibling("build of " + id);
        List<String> modulePath = new ArrayList<>(List.of(spi().toString()));
        if (!requires.isEmpty()) { // it exists while compiling only
            String module = requires.replace("requires ", "").replace(";", "");
            modulePath.add(compile(work.resolve(module), List.of(), Map.of("module-info", "module " + module + " { }")).toString());
        }
        Path classes = compile(work.resolve("plugin"), modulePath, Map.of("module-info", moduleInfo(), "Picked", provider()));
        Path lines = Files.writeString(work.resolve("MANIFEST.MF"), manifestText());
        Path jar = plugins.resolve(id + ".jar");
        run("jar", "--create", "--file", jar.toString(), "--manifest", lines.toString(), "-C", classes.toString(), ".");
        return jar;
    }

    private String moduleInfo() {
        return "module com.acme." + id + " { requires io.awe4lb.spi; " + requires + " provides io.awe4lb.spi.Provider with com.acme." + id
                + ".Picked; }";
    }

    private String provider() {
        return """
                package com.acme.%s;
                import module io.awe4lb.spi;
                public final class Picked implements StrategyProvider {
                    public Picked() { %s }
                    public String type() { return "%s"; }
                    public String description() { return "Picks the last one."; }
                    public Strategy create(Options options) { return (candidates, client) -> candidates.get(candidates.size() - 1); }
                }
                """.formatted(id, body, type);
    }

    private String manifestText() {
        var text = new StringBuilder("Plugin-Id: " + id + "\nPlugin-Version: 1.2.3\n");
        manifest.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static Path spi() throws IOException {
        try (var jars = Files.newDirectoryStream(Distribution.home().resolve("lib"), "awe4lb-spi-*.jar")) {
            return jars.iterator().next();
        }
    }

    private static Path compile(Path directory, List<String> modulePath, Map<String, String> sources) throws IOException {
        Files.createDirectories(directory);
        Path classes = directory.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of("--release", "25", "-d", classes.toString()));
        arguments.addAll(List.of("--module-path", String.join(":", modulePath)));
        for (var source : sources.entrySet()) {
            arguments.add(Files.writeString(directory.resolve(source.getKey() + ".java"), source.getValue()).toString());
        }
        run("javac", arguments.toArray(String[]::new));
        return classes;
    }

    private static void run(String tool, String... arguments) {
        var messages = new ByteArrayOutputStream();
        try (var stream = new PrintStream(messages, true, UTF_8)) {
            if (ToolProvider.findFirst(tool).orElseThrow().run(stream, stream, arguments) != 0) {
                throw new AssertionError(tool + " failed:\n" + messages.toString(UTF_8));
            }
        }
    }
}
