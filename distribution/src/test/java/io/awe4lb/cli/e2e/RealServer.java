package io.awe4lb.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A database server out of Debian's packages, which a test starts for itself. */
final class RealServer implements AutoCloseable {

    private static final Path POSTGRES = Path.of("/usr/lib/postgresql");

    private static final String HOST = "127.0.3.1"; // where Place is

    private final Process process;

    private RealServer(Process process) {
        this.process = process;
    }

    /** @param command for sh; @param installing what helps if it cannot be started */
    static RealServer start(String installing, String command) throws IOException {
        String program = command.split(" ", 2)[0];
        if (!Files.exists(Path.of("/usr/bin", program))) {
            throw new IOException(program + " is needed: " + installing + ", as .ci/run does");
        }
        return new RealServer(process(List.of("sh", "-c", "exec " + command)));
    }

    private static Process process(List<String> command) throws IOException {
        return new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** A new, empty set of databases. @return its directory */
    static Path postgresData(String user, String password) throws Exception {
        String script =
                "d=$(mktemp -d) && echo " + password + " > $d/password && " + binary("initdb") + " --no-sync -A scram-sha-256 -U " + user
                        + " --pwfile=$d/password -D $d/data >&2 && echo $d";
        return Path.of(run(unprivileged("sh", "-c", script)));
    }

    static RealServer postgres(Path directory, int port) throws IOException {
        return new RealServer(process(unprivileged(binary("postgres"), "-D", directory + "/data", "-k", directory.toString(), "-h", HOST,
                "-p", Integer.toString(port))));
    }

    /** At its next start it waits for another server's log. */
    static void makeReplica(Path directory) throws Exception {
        run(unprivileged("touch", directory + "/data/standby.signal"));
    }

    static void remove(Path directory) throws Exception {
        run(unprivileged("rm", "-r", directory.toString()));
    }

    private static String binary(String name) throws IOException {
        if (!Files.isDirectory(POSTGRES)) {
            throw new IOException("PostgreSQL is needed: apt-get install postgresql, as .ci/run does");
        }
        try (var versions = Files.list(POSTGRES)) {
            return versions.map(version -> version.resolve("bin").resolve(name)).filter(Files::exists).findFirst().orElseThrow().toString();
        }
    }

    /** PostgreSQL does not let root run it. */
    private static List<String> unprivileged(String... command) {
        List<String> whole = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static String run(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " ended with " + process.exitValue());
        }
        return said;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, Eventually.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }
}
