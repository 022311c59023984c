package io.awe4lb.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.awe4lb.kernel.plugin.PluginInfo.Reason;
import io.awe4lb.kernel.plugin.PluginInfo.State;
import io.awe4lb.spi.Spi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that is no plugin, between two good ones that have to start whatever it does. */
class BadJarTest {

    private static final int NEXT_JAVA = Runtime.version().feature() + 1;

    @TempDir
    Path directory;

    @Test
    void aTextFileIsNoJar() throws IOException {
        Files.writeString(directory.resolve("bad.jar"), "This is not a zip archive.");
        assertFailed(Reason.NOT_A_JAR, "copy or build it again");
    }

    @Test
    void anEmptyFileIsNoJar() throws IOException {
        Files.createFile(directory.resolve("bad.jar"));
        assertFailed(Reason.NOT_A_JAR, "empty");
    }

    @Test
    void aJarThatWasCutOffIsNoJar() throws IOException {
        var bytes = PluginJar.good("bad").bytes();
        Files.write(directory.resolve("bad.jar"), Arrays.copyOf(bytes, bytes.length * 2 / 3));
        assertFailed(Reason.NOT_A_JAR, "copy or build it again");
    }

    @Test
    void noJarCutOffAnywhereStopsTheOthers() throws IOException {
        var bytes = PluginJar.good("bad").bytes();
        for (int length = 0; length < bytes.length; length += bytes.length / 20) {
            Files.write(directory.resolve("bad.jar"), Arrays.copyOf(bytes, length));
            assertEquals(State.FAILED, loadBetweenGoodOnes().state());
        }
    }

    @Test
    void noJarWithOneByteChangedStopsTheOthers() throws IOException {
        var bytes = PluginJar.good("bad").bytes();
        for (int position = 0; position < bytes.length; position += 17) {
            var damaged = bytes.clone();
            damaged[position] ^= 0x55;
            Files.write(directory.resolve("bad.jar"), damaged);
            loadBetweenGoodOnes();
        }
    }

    @Test
    void aDirectoryIsNoJar() throws IOException {
        Files.createDirectory(directory.resolve("bad.jar"));
        assertFailed(Reason.UNREADABLE, "is a directory");
    }

    @Test
    void aLinkToADirectoryIsNoJar() throws IOException {
        Files.createSymbolicLink(directory.resolve("bad.jar"), Files.createDirectory(directory.resolve("elsewhere")));
        assertFailed(Reason.UNREADABLE, "is a directory");
    }

    @Test
    void aLinkToNothingIsNoJar() throws IOException {
        Files.createSymbolicLink(directory.resolve("bad.jar"), directory.resolve("gone"));
        assertFailed(Reason.UNREADABLE, "remove the link");
    }

    @Test
    void aJarThatMayNotBeReadIsNamed() throws IOException {
        var jar = PluginJar.good("bad").in(directory, "bad.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("-wx------"));
        assumeFalse(Files.isReadable(jar), "this user may read everything");
        assertFailed(Reason.UNREADABLE, "right to read");
    }

    @Test
    void aJarWithoutManifestIsRejected() {
        PluginJar.good("bad").withoutManifest().in(directory, "bad.jar");
        var plugin = assertFailed(Reason.MANIFEST_INVALID, "META-INF/MANIFEST.MF", "Plugin-Id");
        assertEquals("bad.jar", plugin.id());
    }

    @Test
    void aManifestWithoutIdIsRejected() {
        PluginJar.good("bad").withoutManifestLine("Plugin-Id").in(directory, "bad.jar");
        assertFailed(Reason.MANIFEST_INVALID, "Plugin-Id");
    }

    @Test
    void aManifestWithAnIdThatIsNoNameIsRejected() {
        PluginJar.good("bad").manifest("Plugin-Id", "../up \u001b[31m").in(directory, "bad.jar");
        var plugin = assertFailed(Reason.MANIFEST_INVALID, "Plugin-Id '../up", "letters, digits");
        assertTrue(plugin.sentence().chars().noneMatch(Character::isISOControl));
    }

    @Test
    void aManifestWithoutVersionIsRejected() {
        PluginJar.good("bad").withoutManifestLine("Plugin-Version").in(directory, "bad.jar");
        assertFailed(Reason.MANIFEST_INVALID, "Plugin-Version");
    }

    @Test
    void aVersionThatIsNoneIsRejected() {
        PluginJar.good("bad").manifest("Plugin-Version", "new").in(directory, "bad.jar");
        assertFailed(Reason.MANIFEST_INVALID, "Plugin-Version 'new'", "1.0.0");
    }

    @Test
    void aRequirementThatDoesNotHoldNamesBothVersions() {
        PluginJar.good("bad").manifest("Plugin-Requires", ">=99.1.0").in(directory, "bad.jar");
        var plugin = assertFailed(Reason.SPI_VERSION, ">=99.1.0", Spi.version());
        assertEquals("bad", plugin.id());
        assertEquals("1.2.3", plugin.version());
        assertEquals("A test.", plugin.description());
    }

    @Test
    void aVersionAloneIsTheOldestThatWillDo() {
        PluginJar.good("bad").manifest("Plugin-Requires", "99.1.0").in(directory, "bad.jar");
        assertFailed(Reason.SPI_VERSION, "99.1.0", Spi.version());
        PluginJar.good("bad").manifest("Plugin-Requires", "0.0.1").in(directory, "bad.jar");
        assertEquals(State.STARTED, loadBetweenGoodOnes().state());
    }

    @Test
    void rangesOfVersionsAreUnderstood() {
        for (var range : List.of("^" + Spi.version(), "~" + Spi.version(), ">=0.1.0", ">=0.1.0 & <99.0.0", "*", Spi.version())) {
            PluginJar.good("bad").manifest("Plugin-Requires", range).in(directory, "bad.jar");
            assertEquals(State.STARTED, loadBetweenGoodOnes().state(), range);
        }
    }

    @Test
    void aRequirementThatIsNoRangeIsRejected() {
        PluginJar.good("bad").manifest("Plugin-Requires", "the newest").in(directory, "bad.jar");
        assertFailed(Reason.MANIFEST_INVALID, "Plugin-Requires 'the newest'", "^" + Spi.version());
    }

    @Test
    void aPluginThatWantsAnotherPluginIsRejected() {
        PluginJar.good("bad").manifest("Plugin-Dependencies", "good@1.0.0").in(directory, "bad.jar");
        assertFailed(Reason.MANIFEST_INVALID, "Plugin-Dependencies");
    }

    @Test
    void aJarWithoutModuleInfoIsRejected() {
        PluginJar.good("bad").without("module-info.class").in(directory, "bad.jar");
        assertFailed(Reason.NO_MODULE, "module-info.java");
    }

    @Test
    void aJarWithoutModuleInfoAndWithANameThatMakesNoModuleIsRejected() {
        PluginJar.good("bad").without("module-info.class").in(directory, "bad.1.jar");
        assertFailed(Reason.NO_MODULE, "module-info.java");
    }

    @Test
    void aMissingModuleIsNamed() {
        PluginJar.good("bad")
                .module(requiring("com.acme.tools"))
                .compiledWith(Map.of("module-info", "module com.acme.tools { }"))
                .in(directory, "bad.jar");
        assertFailed(Reason.MODULE_MISSING, "com.acme.tools", "into the jar");
    }

    @Test
    void theKernelAndItsLibrariesAreNotForPlugins() {
        for (var module : List.of("io.awe4lb.kernel", "org.slf4j")) {
            PluginJar.good("bad")
                    .module(requiring(module))
                    .compiledWith(Map.of("module-info", "module " + module + " { }"))
                    .in(directory, "bad.jar");
            assertFailed(Reason.MODULE_MISSING, module, "not for plugins");
        }
    }

    @Test
    void aJdkModuleThatTheProgramRunsWithoutIsNamedTogetherWithThoseItHas() {
        PluginJar.good("bad").module(requiring("jdk.incubator.vector")).in(directory, "bad.jar");
        assertFailed(Reason.JDK_MODULE_MISSING, "jdk.incubator.vector", "java.base, ", "java.net.http");
    }

    @Test
    void aJarThatBringsTheSpiAlongIsRejected() {
        PluginJar.good("bad").with("io/awe4lb/spi/Provider.class").in(directory, "bad.jar");
        assertFailed(Reason.MODULE_INVALID, "io.awe4lb.spi", "leave that package out");
    }

    @Test
    void aJarWithAPackageOfTheJdkIsRejected() {
        for (var entry : List.of("java/util/Extra.class", "java/acme/Extra.class", "javax/net/Extra.class")) {
            PluginJar.good("bad").with(entry).in(directory, "bad.jar");
            assertFailed(Reason.MODULE_INVALID, entry.substring(0, entry.lastIndexOf('/')).replace('/', '.'));
        }
    }

    @Test
    void aJarWithAClassInNoPackageIsRejected() {
        PluginJar.good("bad").with("Extra.class").in(directory, "bad.jar");
        assertFailed(Reason.MODULE_INVALID, "Extra.class");
    }

    @Test
    void aModuleInfoWhosePackageIsNotInTheJarIsRejected() {
        PluginJar.good("bad").without("com/acme/bad/First.class").in(directory, "bad.jar");
        assertFailed(Reason.MODULE_INVALID, "com.acme.bad");
    }

    @Test
    void aModuleInfoForANewerJavaSaysWhichOne() {
        PluginJar.good("bad").compiledFor(NEXT_JAVA, "module-info.class").in(directory, "bad.jar");
        assertFailed(Reason.JAVA_VERSION, "Java " + NEXT_JAVA, "--release " + Runtime.version().feature());
    }

    @Test
    void aProviderForANewerJavaSaysWhichOne() {
        PluginJar.good("bad").compiledFor(NEXT_JAVA, "com/acme/bad/First.class").in(directory, "bad.jar");
        assertFailed(Reason.JAVA_VERSION, "Java " + NEXT_JAVA, "--release " + Runtime.version().feature());
    }

    @Test
    void aModuleThatProvidesNothingIsRejected() {
        PluginJar.good("bad").module("module com.acme.bad { requires io.awe4lb.spi; }").in(directory, "bad.jar");
        assertFailed(Reason.NO_PROVIDER, "com.acme.bad", "provides io.awe4lb.spi.Provider with");
    }

    @Test
    void aBadJarPrintsNothingBecauseItsSentenceSaysItAll() throws IOException {
        Files.writeString(directory.resolve("text.jar"), "This is not a zip archive.");
        PluginJar.good("bad").manifest("Plugin-Requires", ">=99.1.0").in(directory, "bad.jar");
        PluginJar.providing("worse", ProviderClass.of("com.acme.Worse", "worse").withType("null")).in(directory, "worse.jar");
        var standardError = System.err;
        var printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(3, host.plugins().size());
        } finally {
            System.setErr(standardError);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    private static String requiring(String module) {
        return "module com.acme.bad { requires io.awe4lb.spi; requires " + module
                + "; provides io.awe4lb.spi.Provider with com.acme.bad.First; }";
    }

    private PluginInfo assertFailed(Reason reason, String... words) {
        var plugin = loadBetweenGoodOnes();
        assertEquals(State.FAILED, plugin.state(), plugin::toString);
        assertEquals(reason, plugin.reason(), plugin::sentence);
        assertEquals(List.of(), plugin.types());
        for (var word : words) {
            assertTrue(plugin.sentence().contains(word), () -> "no '" + word + "' in: " + plugin.sentence());
        }
        return plugin;
    }

    private PluginInfo loadBetweenGoodOnes() {
        PluginJar.good("before").in(directory, "a.jar");
        PluginJar.good("after").in(directory, "z.jar");
        try (var host = PluginHost.load(List.of(directory))) {
            assertEquals(3, host.plugins().size());
            assertEquals(State.STARTED, host.plugins().getFirst().state());
            assertEquals(State.STARTED, host.plugins().getLast().state());
            assertTrue(host.providers().strategies().keySet().containsAll(List.of("before", "after")));
            return host.plugins().get(1);
        }
    }
}
