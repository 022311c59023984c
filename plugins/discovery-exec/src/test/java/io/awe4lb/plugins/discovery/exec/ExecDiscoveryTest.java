package io.awe4lb.plugins.discovery.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.spi.BackendSpec;
import io.awe4lb.spi.BackendText;
import io.awe4lb.spi.DiscoveryException;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecDiscoveryTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final ExecDiscoveryProvider provider = new ExecDiscoveryProvider();

    @TempDir
    Path directory;

    @Test
    void readsALineABackend() throws Exception {
        assertEquals(List.of(BackendText.ofLine("10.0.0.1:80 weight=5"), BackendText.ofLine("10.0.0.2:80")),
                ask(shell("echo '10.0.0.1:80 weight=5'; echo 10.0.0.2:80")));
    }

    @Test
    void readsJson() throws Exception {
        Options options = shell("echo '{\"backends\": [\"10.0.0.1:80\", {\"host\": \"::1\", \"port\": 80, \"weight\": 2}]}'")
                .with(ExecDiscoveryProvider.FORMAT, Format.JSON);
        assertEquals(List.of(BackendText.ofLine("10.0.0.1:80"), BackendText.ofLine("[::1]:80 weight=2")), ask(options));
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertFails("what sh writes is not understood: line 2: 'b' has no port", shell("echo a:1; echo b"));
        Options json = shell("echo '[\"a:1\"'").with(ExecDiscoveryProvider.FORMAT, Format.JSON);
        assertFails("what sh writes is not understood: it is no JSON at line 2", json);
        assertFails("something follows after the end", shell("echo '[] []'").with(ExecDiscoveryProvider.FORMAT, Format.JSON));
        assertFails("a key stands there twice at line 1",
                shell("echo '{\"backends\": [], \"backends\": []}'").with(ExecDiscoveryProvider.FORMAT, Format.JSON));
        assertFails("it is no JSON, but empty: write [] for no backends", shell(":").with(ExecDiscoveryProvider.FORMAT, Format.JSON));
        assertFails("what sh writes is no text in UTF-8", shell("printf '\\377'"));
    }

    @Test
    void theExitCodeAndTheLastWordsAreSaid() {
        assertFails("sh ends with exit code 3 and says: no route to the inventory",
                shell("echo a:1; echo no route to the inventory >&2; exit 3"));
        assertFails("sh ends with exit code 7 and says nothing on stderr: run it by hand to see why", shell("exit 7"));
    }

    @Test
    void whatTheProgramWasGivenIsNotRepeated() {
        Options options = shell("echo \"$TOKEN-2 and $LONG and $ZONE\" >&2; exit 1").with(ExecDiscoveryProvider.ENVIRONMENT,
                Map.of("TOKEN", new Secret("hunter2"), "LONG", new Secret("hunter2and3"), "ZONE", new Secret("eu")));
        assertFails("says: %s-2 and %s and eu".formatted(Secret.MASK, Secret.MASK), options);
        assertFails("line 1: '%s' has no port".formatted(Secret.MASK),
                shell("echo $TOKEN").with(ExecDiscoveryProvider.ENVIRONMENT, Map.of("TOKEN", new Secret("hunter2"))));
    }

    @Test
    void aProgramMayHaveSpacesInItsName() throws Exception {
        Path program = Files.writeString(directory.resolve("list all"), "#!/bin/sh\necho 10.0.0.1:80\n");
        assertTrue(program.toFile().setExecutable(true));
        assertEquals("10.0.0.1:80",
                ask(Options.defaults().with(ExecDiscoveryProvider.COMMAND, List.of(program.toString()))).getFirst().id());
    }

    @Test
    void aLongComplaintIsCutAndNeverBlocksTheProgram() {
        String said = assertFails("sh ends with exit code 1 and says: …",
                shell("head -c 300000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 1"));
        assertTrue(said.length() < 400, said);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertFails("/nowhere/list cannot be started: No such file or directory",
                Options.defaults().with(ExecDiscoveryProvider.COMMAND, List.of("/nowhere/list")));
        assertFails("sh cannot be started in /nowhere: No such file or directory",
                shell("echo a:1").with(ExecDiscoveryProvider.DIRECTORY, "/nowhere"));
    }

    @Test
    void anEndlessOutputIsCut() {
        assertFails("yes writes more than 2000 bytes and was killed: let it write less, or raise maxOutput", Options.defaults()
                .with(ExecDiscoveryProvider.COMMAND, List.of("yes", "10.0.0.1:80")).with(ExecDiscoveryProvider.MAX_OUTPUT, 2000L));
    }

    @Test
    void nothingOfTheEnvironmentIsGivenButThePathAndWhatIsListed() throws Exception {
        Options options = shell("env | sort | sed 's/=.*//' | tr '\\n' _ >names; echo $SECRET:1")
                .with(ExecDiscoveryProvider.DIRECTORY, directory.toString())
                .with(ExecDiscoveryProvider.ENVIRONMENT, Map.of("SECRET", new Secret("hidden")));
        assertEquals("hidden:1", ask(options).getFirst().id());
        assertEquals("AWE4LB_DISCOVERY_RUN_PATH_PWD_SECRET_", Files.readString(directory.resolve("names")).replace("OLDPWD_", "")
                .replace("SHLVL_", "").replace("__", "_"));
    }

    @Test
    void argumentsAreNotReadByAShell() throws Exception {
        Options options = Options.defaults().with(ExecDiscoveryProvider.COMMAND, List.of("printf", "%s:1", "$(id)"));
        assertEquals("$(id):1", ask(options).getFirst().id());
    }

    @Test
    void anInterruptKillsTheProgramAndItsChildrenAlsoThoseThatHaveLeftIt() throws Exception {
        Options options = shell("(sh -c 'echo $$ >orphan; exec sleep 600' &); sleep 600 & echo $! >child; echo $$ >self; wait")
                .with(ExecDiscoveryProvider.DIRECTORY, directory.toString());
        var thrown = new AtomicReference<Throwable>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                ask(options);
            } catch (Exception failure) {
                thrown.set(failure);
            }
        });
        for (String name : List.of("orphan", "child", "self")) {
            until(name + " runs", () -> isAlive(name));
        }
        asking.interrupt();
        asking.join();
        assertTrue(thrown.get() instanceof InterruptedException, () -> String.valueOf(thrown.get()));
        for (String name : List.of("orphan", "child", "self")) {
            until(name + " is killed", () -> !isAlive(name));
        }
    }

    private boolean isAlive(String name) {
        try {
            String pid = Files.exists(directory.resolve(name)) ? Files.readString(directory.resolve(name)).strip() : "";
            return !pid.isEmpty() && ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void hundredsOfRunsLeaveNothingBehind() throws Exception {
        Options options = shell("echo 10.0.0.1:80");
        for (int i = 0; i < 20; i++) {
            ask(options);
        }
        long open = openFiles();
        for (int i = 0; i < 200; i++) {
            ask(options);
        }
        assertTrue(openFiles() <= open + 5, () -> open + " open files before");
    }

    private static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void aCommandThatCannotBeIsRefused() {
        assertRefused("command: there is no program", Options.defaults().with(ExecDiscoveryProvider.COMMAND, List.of()));
        assertRefused("command: it has the character NUL", Options.defaults().with(ExecDiscoveryProvider.COMMAND, List.of("a\0b")));
        assertRefused("command: there is no program '/nowhere/list  -v': write its arguments as elements of their own, [/nowhere/list, -v]",
                Options.defaults().with(ExecDiscoveryProvider.COMMAND, List.of("/nowhere/list  -v")));
        assertRefused("environment: 'A=B' is not the name of a variable",
                shell(":").with(ExecDiscoveryProvider.ENVIRONMENT, Map.of("A=B", new Secret("x"))));
    }

    private void assertRefused(String sentence, Options options) {
        String said = assertThrows(IllegalArgumentException.class, () -> provider.create(options)).getMessage();
        assertTrue(said.startsWith(sentence), said);
    }

    private String assertFails(String sentence, Options options) {
        String said = assertThrows(DiscoveryException.class, () -> ask(options)).getMessage();
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("\n"), said);
        return said;
    }

    private List<BackendSpec> ask(Options options) throws Exception {
        try (var discovery = provider.create(options)) {
            return discovery.discover().backends();
        }
    }

    private static Options shell(String script) {
        return Options.defaults().with(ExecDiscoveryProvider.COMMAND, List.of("sh", "-c", script));
    }

    private static void until(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begin < DEADLINE.toNanos(), what);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
