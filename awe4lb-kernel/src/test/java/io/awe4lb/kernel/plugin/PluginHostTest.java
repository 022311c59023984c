package io.awe4lb.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.kernel.plugin.PluginInfo.State;
import io.awe4lb.spi.Backend;
import io.awe4lb.spi.Candidates;
import io.awe4lb.spi.Client;
import io.awe4lb.spi.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {

    @TempDir
    Path directory;

    @Test
    void aStrategyOutOfAJarPicks() {
        PluginJar.good("first").in(directory, "first.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            var backend = new OnlyBackend();
            var strategy = host.providers().strategies().get("first").create(Options.defaults());

            assertSame(backend, strategy.pick(Candidates.of(List.of(backend)), Client.local()));
        }
    }

    @Test
    void aStartedPluginIsListedWithWhatItsManifestSaysAndWhatItProvides() {
        var jar = PluginJar.good("first").in(directory, "first.jar");
        var noon = Instant.parse("2025-06-01T12:00:00Z");
        try (var host = PluginHost.load(List.of(directory), InstantSource.fixed(noon))) {
            var expected = new PluginInfo(
                    "first",
                    "1.2.3",
                    "A test.",
                    jar,
                    State.STARTED,
                    PluginInfo.Reason.LOADED,
                    "Provides strategy first.",
                    noon,
                    List.of("strategy first"));
            assertEquals(List.of(expected), host.plugins());
        }
    }

    @Test
    void providersOfAllKindsMayShareOneJarAndOneType() {
        PluginJar.providing("all", ProviderClass.of("com.acme.First", "first"))
                .source("com.acme.MyDiscovery", ofKind("Discovery"))
                .source("com.acme.MyHealthCheck", ofKind("HealthCheck"))
                .module(
                        "module com.acme { requires io.awe4lb.spi;"
                                + " provides io.awe4lb.spi.Provider with com.acme.First, com.acme.MyDiscovery, com.acme.MyHealthCheck; }")
                .in(directory, "all.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(List.of("discovery first", "health check first", "strategy first"), host.plugins().getFirst().types());
            assertTrue(host.providers().discoveries().containsKey("first"));
            assertTrue(host.providers().healthChecks().containsKey("first"));
            assertTrue(host.providers().strategies().containsKey("first"));
        }
    }

    private static String ofKind(String kind) {
        return """
                package com.acme;

                import module io.awe4lb.spi;

                public final class My%1$s implements %1$sProvider {
                    public String type() { return "first"; }
                    public String description() { return "For a test."; }
                    public %1$s create(Options options) { return null; }
                }
                """
                .formatted(kind);
    }

    @Test
    void jarsAreLoadedDirectoryByDirectoryAndInTheOrderOfTheirNames() {
        var bundled = directory.resolve("bundled");
        var added = directory.resolve("added");
        PluginJar.good("b").in(bundled, "1.jar");
        PluginJar.good("c").in(bundled, "2.jar");
        PluginJar.good("a").in(added, "0.jar");
        try (var host = PluginHost.load(List.of(bundled, added))) {
            assertEquals(List.of("b", "c", "a"), host.plugins().stream().map(PluginInfo::id).toList());
            assertEquals(List.of("a", "b", "c"), List.copyOf(host.providers().strategies().keySet()));
        }
    }

    @Test
    void aDirectoryThatDoesNotExistHasNoPlugins() {
        try (var host = PluginHost.load(List.of(directory.resolve("nowhere")))) {
            assertEquals(List.of(), host.plugins());
        }
    }

    @Test
    void withoutADirectoryThereIsNoPlugin() {
        try (var host = PluginHost.load(List.of())) {
            assertEquals(List.of(), host.plugins());
        }
    }

    @Test
    void aDirectoryGivenTwiceIsScannedOnce() {
        PluginJar.good("first").in(directory, "first.jar");
        try (var host = PluginHost.load(List.of(directory, directory.resolve(".")))) {
            assertEquals(List.of(State.STARTED), host.plugins().stream().map(PluginInfo::state).toList());
        }
    }

    @Test
    void otherFilesAreNotLookedAt() throws IOException {
        Files.writeString(directory.resolve("README.md"), "no plugin");
        Files.createDirectory(directory.resolve("old"));
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(List.of(), host.plugins());
        }
    }

    @Test
    void aLinkToAJarIsFollowed() throws IOException {
        var jar = PluginJar.good("first").in(directory.resolve("elsewhere"), "first.jar");
        Files.createSymbolicLink(directory.resolve("link.jar"), jar);
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(State.STARTED, host.plugins().getFirst().state(), host.plugins()::toString);
        }
    }

    @Test
    void twoPluginsWithClassesOfTheSameNameDoNotMeet() {
        for (var id : List.of("left", "right")) {
            var provider = ProviderClass.of("com.acme.First", id).withDescription("com.acme.library.Greeting.text()");
            var library = "package com.acme.library; public class Greeting { public static String text() { return \"" + id + "\"; } }";
            PluginJar.providing(id, provider).source("com.acme.library.Greeting", library).in(directory, id + ".jar");
        }
        try (var host = PluginHost.load(List.of(directory))) {
            var strategies = host.providers().strategies();
            assertEquals("left", strategies.get("left").description());
            assertEquals("right", strategies.get("right").description());
            assertNotSame(strategies.get("left").getClass(), strategies.get("right").getClass());
        }
    }

    @Test
    void aPluginFindsNeitherTheKernelNorItsLibraries() {
        var look = """
                static String look(String name) {
                    try {
                        return Class.forName(name).getName();
                    } catch (ClassNotFoundException e) {
                        return "not found";
                    }
                }
                """;
        for (var name : List.of("io.awe4lb.kernel.config.Providers", "org.pf4j.Plugin", "com.fasterxml.jackson.databind.ObjectMapper")) {
            var id = name.substring(name.lastIndexOf('.') + 1).toLowerCase();
            var provider = ProviderClass.of("com.acme.First", id).withMembers(look).withDescription("look(\"" + name + "\")");
            PluginJar.providing(id, provider).in(directory, id + ".jar");
        }
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(3, host.providers().strategies().size(), host.plugins()::toString);
            host.providers().strategies().values().forEach(strategy -> assertEquals("not found", strategy.description()));
        }
    }

    @Test
    void aPluginMayHaveItsOwnCopyOfAKernelPackage() {
        var provider = ProviderClass.of("org.pf4j.First", "first").withDescription("new Plugin().toString()");
        PluginJar.providing("copy", provider)
                .source("org.pf4j.Plugin", "package org.pf4j; class Plugin { @Override public String toString() { return \"a copy\"; } }")
                .in(directory, "copy.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals("a copy", host.providers().strategies().get("first").description(), host.plugins()::toString);
        }
    }

    @Test
    void aPluginMayUseAJdkModuleThatTheProgramRunsWith() {
        var provider = ProviderClass.of("com.acme.First", "first").withDescription("java.net.http.HttpClient.class.getName()");
        PluginJar.providing("http", provider)
                .module(
                        "module com.acme { requires io.awe4lb.spi; requires java.net.http;"
                                + " provides io.awe4lb.spi.Provider with com.acme.First; }")
                .in(directory, "http.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals("java.net.http.HttpClient", host.providers().strategies().get("first").description());
            assertTrue(PluginHost.jdkModules().contains("java.net.http"));
        }
    }

    @Test
    void anOptionalModuleMayBeMissing() {
        PluginJar.good("first")
                .module(
                        "module com.acme { requires io.awe4lb.spi; requires static com.acme.tools;"
                                + " provides io.awe4lb.spi.Provider with com.acme.first.First; }")
                .compiledWith(Map.of("module-info", "module com.acme.tools { }"))
                .in(directory, "first.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(State.STARTED, host.plugins().getFirst().state(), host.plugins()::toString);
        }
    }

    @Test
    void aClosedHostProvidesNothingAndMayBeClosedAgain() {
        PluginJar.good("first").in(directory, "first.jar");
        var host = PluginHost.load(List.of(directory));
        host.close();
        host.close();
        assertEquals(Map.of(), host.providers().strategies());
        assertEquals(List.of(), host.plugins());
    }

    private record OnlyBackend() implements Backend {

        @Override
        public String id() {
            return "only";
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public int priority() {
            return 1;
        }

        @Override
        public int activeConnections() {
            return 0;
        }

        @Override
        public int maxConnections() {
            return 0;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }
}
