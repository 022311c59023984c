package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How awe4lb is started: with nothing in its environment but a PATH, and with signals as a terminal gives them.
 *
 * @param script the command itself
 * @param prefix a command that starts it, with its arguments; may be empty
 * @param environment variables as {@code NAME=value}
 * @param directory where it is started
 */
record Launch(Path script, List<String> prefix, List<String> environment, Path directory) {

    /** Ended with the tests' JVM at the latest, should that end in the middle of a test. */
    private static final Queue<Process> STARTED = new ConcurrentLinkedQueue<>();

    /**
     * For {@code AWE4LB_JAVA_OPTS}: no second compiler, the first one late, and nothing compiled because the training of the cache found it
     * hot. A process that lives for a second has no good of it.
     */
    static final String SHORT_LIVED =
            "-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5 -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining";

    /** No admin server and no data directory, unless asked for: those of tests at the same time would be in each other's way. */
    private static final List<String> ALONE = List.of("AWE4LB_ADMIN=off", "AWE4LB_DATA=off", "AWE4LB_JAVA_OPTS=" + SHORT_LIVED);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    /** From the installation that tests share. */
    static Launch shared() {
        return of(Distribution.home());
    }

    static Launch of(Path home) {
        return new Launch(home.resolve("bin/awe4lb"), List.of(), List.of("PATH=/usr/bin:/bin"), Path.of("/"));
    }

    Launch script(Path link) {
        return new Launch(link, prefix, environment, directory);
    }

    Launch by(String... command) {
        return new Launch(script, List.of(command), environment, directory);
    }

    Launch environment(String... variables) {
        return new Launch(script, prefix, List.of(variables), directory);
    }

    Launch in(Path working) {
        return new Launch(script, prefix, environment, working);
    }

    /** Without waiting for anything. */
    Awe4lb start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal", "-i"));
        command.addAll(ALONE);
        command.addAll(environment);
        command.addAll(prefix);
        command.add(script.toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
        STARTED.add(process);
        return new Awe4lb(command, process);
    }
}
