package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jars in {@code plugins/} that are no plugins, or bad ones, between good ones. */
class BadPluginIT extends EndToEnd {

    private static final int A_PLUGIN_FAILED = 5;

    @Test
    void eachIsListedWithItsStateAndASentenceAndTheOthersServe() throws Exception {
        Path home = withBadJars();
        Ended plugins = started(Launch.of(home), "plugins").ended().with(0);
        for (String id : List.of("access-log", "discovery-static", "health-dns", "health-exec", "health-grpc", "health-http",
                "health-mysql",
                "health-postgres", "health-probe",
                "health-redis", "health-tcp", "health-tls", "strategies", "farthest")) {
            assertTrue(plugins.out().lines().anyMatch(line -> line.matches(id + " +\\S+ +started .*")), () -> id + " in " + plugins);
        }
        assertFailed(plugins, home, "text.jar", "not_a_jar", "copy or build it again");
        assertFailed(plugins, home, "silent.jar", "manifest_invalid", "META-INF/MANIFEST.MF");
        assertFailed(plugins, home, "tomorrow", "spi_version", "^99.0.0");
        assertFailed(plugins, home, "lonely", "module_missing", "com.acme.nowhere");
        assertFailed(plugins, home, "moody", "provider_failed", "not today");
        assertFailed(plugins, home, "second", "duplicate_type", "farthest");

        Path file = file("awe4lb.yaml", """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                  own: {bind: "127.0.0.1:0", pool: own}
                pools:
                  web: {strategy: round-robin, backends: &backends ["%s", "%s"]}
                  own: {strategy: farthest, backends: *backends}
                """.formatted(backend("a"), backend("b")));
        Awe4lb awe4lb = started(Launch.of(home), "run", "-c", file.toString()).ready();
        assertEquals(Map.of("a", 10, "b", 10), Load.spread(awe4lb.address("web"), 20, 2));
        assertEquals(Map.of("b", 10), Load.spread(awe4lb.address("own"), 10, 2));
        for (String id : List.of("text.jar", "silent.jar", "tomorrow", "lonely", "moody", "second")) {
            assertEquals(1, awe4lb.err().count("plugin " + id + " failed"), id);
        }
    }

    @Test
    void aConfigurationThatNeedsAPluginThatFailedIsRefusedAndNamesTheKnownTypes() throws Exception {
        Path home = Distribution.copyInto(directory);
        PluginJar.good("moody").throwing().into(home.resolve("plugins"));
        Path file = file("awe4lb.yaml", """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {strategy: moody, backends: ["10.0.0.1:80"]}
                """);
        started(Launch.of(home), "run", "-c", file.toString()).ended().with(A_PLUGIN_FAILED)
                .complaining("plugin moody failed", "not today", "no plugin provides the strategy 'moody'", "round-robin, sticky, weight");
    }

    @Test
    void aPluginDirectoryOfOnesOwnAddsToTheBundledOne() throws Exception {
        Path own = Files.createDirectories(directory.resolve("my plugins"));
        PluginJar.good("last").into(own);
        Ended plugins = command("plugins", "--plugins", own.toString()).with(0);
        plugins.saying("last", "strategy last", "round-robin");

        Path file = file("awe4lb.yaml", """
                listeners:
                  web: {bind: "127.0.0.1:0", pool: web}
                pools:
                  web: {strategy: last, backends: ["10.0.0.1:80", "%s"]}
                """.formatted(backend("b")));
        Awe4lb awe4lb = started("run", "-c", file.toString(), "--plugins", own.toString()).ready();
        assertEquals("b", client(awe4lb.address("web")).line());
    }

    private Path withBadJars() throws Exception {
        Path home = Distribution.copyInto(directory);
        Path plugins = home.resolve("plugins");
        Files.writeString(plugins.resolve("text.jar"), "This is no zip.");
        withoutManifest(PluginJar.good("silent").into(plugins));
        PluginJar.good("tomorrow").needing("^99.0.0").into(plugins);
        PluginJar.good("lonely").requiring("com.acme.nowhere").into(plugins);
        PluginJar.good("moody").throwing().into(plugins);
        PluginJar.good("farthest").into(plugins);
        PluginJar.good("second").type("farthest").into(plugins);
        return home;
    }

    private static void withoutManifest(Path jar) throws Exception {
        try (var archive = FileSystems.newFileSystem(jar)) {
            Files.delete(archive.getPath("META-INF/MANIFEST.MF"));
        }
    }

    private static void assertFailed(Ended plugins, Path home, String id, String reason, String words) {
        String jar = home.resolve("plugins").resolve(id.endsWith(".jar") ? id : id + ".jar").toString();
        List<String> lines = plugins.out().lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.matches(id + " +\\S+ +failed .*")), () -> id + " in " + plugins);
        int place = lines.indexOf("%s failed (%s): %s".formatted(id, reason, jar));
        assertTrue(place > 0, () -> id + ", " + reason + " in " + plugins);
        assertTrue(lines.get(place + 1).contains(words), lines.get(place + 1));
    }
}
