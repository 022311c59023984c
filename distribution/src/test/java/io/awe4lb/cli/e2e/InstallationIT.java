package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where awe4lb lies, from where it is started, and with which Java. */
class InstallationIT extends EndToEnd {

    private static final List<String> TOOLS = List.of("dirname", "head", "readlink", "sed", "sh");

    @Test
    void theZipHoldsWhatItSays() {
        Path home = Distribution.home();
        for (String entry : List.of("bin/awe4lb", "conf", "lib", "plugins", "examples/plugin", "runtime/bin/java", "LICENSE")) {
            assertTrue(Files.exists(home.resolve(entry)), entry);
        }
        assertTrue(Files.isExecutable(home.resolve("bin/awe4lb")));
        assertTrue(home.toString().contains(" "), "a path with a space is a part of every test");
    }

    @Test
    void itRunsThroughLinksToLinks() throws Exception {
        Path first = Files.createSymbolicLink(directory.resolve("first link"), Distribution.home().resolve("bin/awe4lb"));
        Files.createDirectories(directory.resolve("a b"));
        Path second = Files.createSymbolicLink(directory.resolve("a b/awe4lb"), Path.of("../first link"));
        assertTrue(Files.exists(first));
        started(Launch.shared().script(second), "plugins").ended().with(0).saying("strategies");
    }

    @Test
    void itRunsThroughALinkedDirectory() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("current"), Distribution.home());
        started(Launch.of(link), "version").ended().with(0);
    }

    @Test
    void itRunsFromAnotherDirectoryAndByARelativePathAndThroughPath() throws Exception {
        Path bin = Distribution.home().resolve("bin");
        started(Launch.shared().in(bin).script(Path.of("./awe4lb")), "version").ended().with(0);
        started(Launch.shared().in(Distribution.home()).script(Path.of("bin/awe4lb")), "version").ended().with(0);
        Launch byName = Launch.shared().in(directory).script(Path.of("awe4lb")).environment("PATH=" + bin + ":/usr/bin:/bin");
        started(byName, "version").ended().with(0);
    }

    @Test
    void aRelativeConfigurationIsLookedForWhereOneIs() throws Exception {
        file("my own.yaml", "listeners: {web: {bind: ':8080', pool: web}}\npools: {web: {backends: ['10.0.0.1:80']}}\n");
        started(Launch.shared().in(directory), "check", "-c", "my own.yaml").ended().with(0).saying("ok");
    }

    @Test
    void withoutARuntimeItRunsOnTheJavaOfJavaHome() throws Exception {
        Path home = Distribution.unpackWithoutRuntime(directory.resolve("no runtime"));
        assertTrue(Files.notExists(home.resolve("runtime")));
        Launch launch = Launch.of(home).environment("PATH=/usr/bin:/bin", "JAVA_HOME=" + System.getProperty("java.home"));
        started(launch, "plugins").ended().with(0).saying("strategies");

        Awe4lb demo = started(launch, "demo");
        Eventually.until("it serves", () -> demo.out().count("awe4lb listens on") > 0);
    }

    @Test
    void withoutARuntimeItRunsOnTheJavaOfPath() throws Exception {
        Path home = Distribution.unpackWithoutRuntime(directory);
        String path = "PATH=" + System.getProperty("java.home") + "/bin:/usr/bin:/bin";
        started(Launch.of(home).environment(path), "version").ended().with(0);
    }

    @Test
    void withoutAnyJavaItSaysSo() throws Exception {
        Path home = Distribution.unpackWithoutRuntime(directory);
        started(Launch.of(home).environment("PATH=" + tools()), "version").ended().with(1)
                .complaining("no Java found", "JAVA_HOME is not set", "install Java 25");
    }

    @Test
    void anOldJavaIsNamed() throws Exception {
        Path home = Distribution.unpackWithoutRuntime(directory);
        Path old = oldJava();
        String path = "PATH=" + tools();
        started(Launch.of(home).environment(path + ":" + old.getParent()), "version").ended().with(1)
                .complaining("needs Java 25 or newer", old + " is version 17");
        started(Launch.of(home).environment(path, "JAVA_HOME=" + directory.resolve("old java")), "version").ended().with(1)
                .complaining("needs Java 25 or newer", "version 17");
        started(Launch.of(home).environment(path, "JAVA_HOME=/nowhere"), "version").ended().with(1)
                .complaining("JAVA_HOME is '/nowhere'", "no bin/java");
    }

    /** It was made with {@code aot-cache} when the shared installation was unpacked. */
    @Test
    void theCacheForFasterStartsDoesNotChangeWhatIsSaid() throws Exception {
        Path cache = Path.of("lib/awe4lb.aot");
        assertTrue(Files.size(Distribution.home().resolve(cache)) > 0);
        Path without = Distribution.copyInto(directory);
        Files.delete(without.resolve(cache));
        Ended slow = started(Launch.of(without), "plugins").ended().with(0);
        Ended fast = command("plugins").with(0);
        assertEquals(slow, fast);
        assertEquals("", fast.err());
    }

    @Test
    void theScriptOfTheSourcesRunsTheDistributionOnceItIsBuilt() throws Exception {
        Path sources = Files.createDirectories(directory.resolve("a clone"));
        Path script = Files.copy(Distribution.SOURCES.resolve("awe4lb"), sources.resolve("awe4lb"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(Distribution.SOURCES.resolve("pom.xml"), sources.resolve("pom.xml"));
        Path target = Files.createDirectories(sources.resolve("distribution/target"));
        Files.createSymbolicLink(target.resolve("awe4lb-" + Distribution.VERSION), Distribution.home());
        Files.createFile(target.resolve("built"));
        started(Launch.shared().script(script).in(directory), "version").ended().with(0).saying("awe4lb " + Distribution.VERSION);
    }

    /** A PATH with what the start script needs, and no Java. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : TOOLS) {
            Path link = tools.resolve(tool);
            Path place = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, place);
        }
        return tools;
    }

    private Path oldJava() throws IOException {
        Path java = file("old java/bin/java", "#!/bin/sh\necho 'openjdk version \"17.0.15\" 2025-04-15' >&2\n");
        return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
