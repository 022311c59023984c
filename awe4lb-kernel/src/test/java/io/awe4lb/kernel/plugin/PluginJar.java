package io.awe4lb.kernel.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Builds the jar of a plugin, a good one unless told otherwise. */
final class PluginJar {

    private static final Map<List<Object>, SortedMap<String, byte[]>> COMPILED = new HashMap<>();

    private final SequencedMap<String, String> sources = new TreeMap<>();
    private final List<Map<String, String>> stubs = new ArrayList<>();
    private final SequencedMap<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, Integer> classVersions = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> extra = new ArrayList<>();

    private PluginJar() {}

    /** A plugin that provides a strategy whose type is the plugin's id. */
    static PluginJar good(String id) {
        return providing(id, ProviderClass.of("com.acme." + id + ".First", id));
    }

    static PluginJar providing(String id, ProviderClass... providers) {
        var names = String.join(", ", List.of(providers).stream().map(ProviderClass::name).toList());
        var jar = new PluginJar().manifest("Plugin-Id", id).manifest("Plugin-Version", "1.2.3").manifest("Plugin-Description", "A test.");
        for (var provider : providers) {
            jar.source(provider.name(), provider.source());
        }
        return jar.module("module com.acme." + id + " { requires io.awe4lb.spi; provides io.awe4lb.spi.Provider with " + names + "; }");
    }

    PluginJar module(String source) {
        return source("module-info", source);
    }

    PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    /** A module that exists while compiling only. */
    PluginJar compiledWith(Map<String, String> stub) {
        stubs.add(stub);
        return this;
    }

    PluginJar manifest(String key, String value) {
        manifest.put(key, value);
        return this;
    }

    PluginJar withoutManifestLine(String key) {
        manifest.remove(key);
        return this;
    }

    PluginJar withoutManifest() {
        manifest.clear();
        return this;
    }

    /** Leaves a class file out, for example {@code com/acme/First.class}. */
    PluginJar without(String entry) {
        leftOut.add(entry);
        return this;
    }

    /** Adds a class file of no meaning, for example {@code com/acme/Extra.class}. */
    PluginJar with(String entry) {
        extra.add(entry);
        return this;
    }

    /** Says in a class file that it was compiled for some version of Java. */
    PluginJar compiledFor(int java, String entry) {
        classVersions.put(entry, 44 + java);
        return this;
    }

    Path in(Path directory, String fileName) {
        try {
            Files.createDirectories(directory);
            return Files.write(directory.resolve(fileName), bytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var classFiles = compiled();
        try (var jar = new JarOutputStream(bytes)) {
            if (!manifest.isEmpty()) {
                jar.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
                manifest().write(jar);
            }
            for (var classFile : classFiles.entrySet()) {
                if (!leftOut.contains(classFile.getKey())) {
                    jar.putNextEntry(new ZipEntry(classFile.getKey()));
                    jar.write(versioned(classFile.getKey(), classFile.getValue()));
                }
            }
            for (var entry : extra) {
                jar.putNextEntry(new ZipEntry(entry));
            }
        }
        return bytes.toByteArray();
    }

    private SortedMap<String, byte[]> compiled() throws IOException {
        List<Object> key = List.of(Map.copyOf(sources), List.copyOf(stubs));
        var classFiles = COMPILED.get(key);
        if (classFiles == null) {
            classFiles = Compilation.compile(sources, stubs);
            COMPILED.put(key, classFiles);
        }
        return classFiles;
    }

    private Manifest manifest() {
        var result = new Manifest();
        result.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach(result.getMainAttributes()::putValue);
        return result;
    }

    /** Bytes 6 and 7 of a class file are its version (JVMS 4.1). */
    private byte[] versioned(String entry, byte[] classFile) {
        var copy = classFile.clone();
        if (classVersions.containsKey(entry)) {
            copy[6] = (byte) (classVersions.get(entry) >> 8);
            copy[7] = classVersions.get(entry).byteValue();
        }
        return copy;
    }
}
