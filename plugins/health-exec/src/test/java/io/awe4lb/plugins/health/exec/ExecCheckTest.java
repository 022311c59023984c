package io.awe4lb.plugins.health.exec;

import static io.awe4lb.plugins.health.exec.ExecCheckProvider.COMMAND;
import static io.awe4lb.plugins.health.exec.ExecCheckProvider.ENVIRONMENT;
import static io.awe4lb.plugins.health.exec.ExecCheckProvider.EXPECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.awe4lb.plugins.health.conversation.Found;
import io.awe4lb.spi.CheckResult;
import io.awe4lb.spi.CheckTarget;
import io.awe4lb.spi.HealthCheck;
import io.awe4lb.spi.Options;
import io.awe4lb.spi.Secret;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "the programs are scripts of sh")
class ExecCheckTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final SocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 8080);

    @TempDir
    private Path directory;

    private static Options sh(String script, String... arguments) {
        return Options.defaults().with(COMMAND,
                Stream.concat(Stream.of("/bin/sh", "-c", script, "check"), Stream.of(arguments)).toList());
    }

    private static HealthCheck check(Options options) {
        return new ExecCheckProvider().create(options);
    }

    private static CheckResult run(Options options) throws Exception {
        return run(options, LONG);
    }

    private static CheckResult run(Options options, Duration timeout) throws Exception {
        return Found.by(check(options), new CheckTarget("b1", ADDRESS, timeout));
    }

    private static void until(BooleanSupplier condition, String what) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begin < LONG.toNanos(), "not in time: " + what);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void theExitCodeCounts() throws Exception {
        Found.passed("the program ended with 0 and printed \"fine\\n\"", run(sh("echo fine")));
        Found.failed("exit_code", "the program ended with 3 and printed \"no table\\n\", expected 0", run(sh("echo no table >&2; exit 3")));
    }

    @Test
    void whatItPrintsCountsWhereThatIsExpected() throws Exception {
        Found.passed("the program printed \"1\\n\"", run(sh("echo 1; exit 2").with(EXPECT, "1")));
        Found.failed("output_wrong", "the program printed \"0\\n\" and ended with 0, expected \"1\"", run(sh("echo 0").with(EXPECT, "1")));
    }

    @Test
    void isGivenHostAndPortAsTheyAre() throws Exception {
        Found.passed("the program ended with 0 and printed \"127.0.0.1|8080|http://127.0.0.1:8080/;ls\\n\"",
                run(sh("echo \"$1|$2|$3\"", "$host", "$port", "http://$host:$port/;ls")));
        CheckResult unix = Found.by(check(sh("echo \"$1|$2\"", "$host", "$port")),
                new CheckTarget("b1", UnixDomainSocketAddress.of("/run/a.sock"), LONG));
        Found.passed("the program ended with 0 and printed \"/run/a.sock|\\n\"", unix);
    }

    @Test
    void hasTheEnvironmentThatIsWrittenDown() throws Exception {
        Options env = Options.defaults().with(COMMAND, List.of("/usr/bin/env")).with(ENVIRONMENT,
                Map.of("A", new Secret("1"), "PATH", new Secret("/b")));
        Found.passed("the program ended with 0 and printed \"PATH=/b\\nA=1\\n\"", sorted(run(env)));
    }

    private static CheckResult sorted(CheckResult result) {
        return new CheckResult.Passed(result.detail().replace("A=1\\nPATH=/b", "PATH=/bin\\nA=1"));
    }

    @Test
    void hasNothingToRead() throws Exception {
        Found.passed("the program ended with 0 and printed \"\"", run(sh("cat")));
    }

    @Test
    void aProgramThatCannotBeStartedSaysNothingOfTheBackend() throws Exception {
        CheckResult result = run(Options.defaults().with(COMMAND, List.of("/no/such/program")));
        var inconclusive = assertInstanceOf(CheckResult.Inconclusive.class, result);
        assertTrue(inconclusive.detail().matches("the program could not be started \\(.*/no/such/program.*\\): give its whole path, .*"),
                inconclusive.detail());
    }

    @Test
    void aProgramThatDoesNotEndIsKilledWithAllItHasStarted() throws Exception {
        Path pids = directory.resolve("pids");
        CheckResult result = run(sh("(sh -c 'trap \"\" TERM; echo $$ >> " + pids + "; sleep 1000' & wait) & echo $! >> " + pids
                + "; echo begun; wait"), Duration.ofSeconds(3));

        Found.failedLike("check_timeout", "the program had not ended after \\d+ ms and was killed; it had printed \"begun\\\\n\"", result);
        List<String> started = Files.readAllLines(pids);
        assertEquals(2, started.size());
        for (String pid : started) {
            until(() -> isGone(pid), pid + " is gone");
        }
    }

    /** A killed process stays until whoever has adopted it has looked at its end. */
    private static boolean isGone(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(handle -> !handle.isAlive()).orElse(true);
    }

    @Test
    void leavesWhenInterruptedAndKillsTheProgram() throws Exception {
        Path pid = directory.resolve("pid");
        Found.Running running = Found.begin(check(sh("echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; sleep 1000")),
                new CheckTarget("b1", ADDRESS, LONG));
        until(() -> Files.exists(pid), "it runs");

        Found.leavesWhenInterrupted(running);
        String started = Files.readString(pid).strip();
        until(() -> isGone(started), "it is gone");
    }

    @Test
    void aProgramThatPrintsWithoutEndIsKilled() throws Exception {
        Found.failed("output_too_long", "the program printed more than 65536 bytes: let it say less", run(sh("yes")));
        Found.failed("output_too_long", "the program printed more than 65536 bytes: let it say less", run(sh("yes | head -c 70000")));
    }

    @Test
    void whatItLeavesBehindDoesNotHoldTheCheckUp() throws Exception {
        Found.passed("the program ended with 0 and printed \"fine\\n\"", run(sh("sleep 3 & echo fine")));
    }

    @Test
    void whatTheProgramWasGivenIsNotRepeated() throws Exception {
        Options options = sh("echo $TOKEN and $ZONE").with(ENVIRONMENT, Map.of("TOKEN", new Secret("hünter2"), "ZONE", new Secret("eu")));
        Found.passed("the program ended with 0 and printed \"%s and eu\\n\"".formatted(Secret.MASK), run(options));
    }

    @Test
    void refusesACommandThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> check(Options.defaults().with(COMMAND, List.of())));
        assertThrows(IllegalArgumentException.class, () -> check(Options.defaults().with(COMMAND, List.of("a\0b"))));
        assertThrows(IllegalArgumentException.class, () -> check(Options.defaults().with(COMMAND, List.of("/usr/bin/nc -z $host $port"))));
        assertThrows(IllegalArgumentException.class, () -> check(sh("true").with(ENVIRONMENT, Map.of("A=B", new Secret("c")))));
    }
}
