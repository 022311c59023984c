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

    private static final String MARIADB = "/usr/sbin/mariadbd";
    /** What it takes to be small, and to answer soon. */
    private static final String SMALL = " --no-defaults --user=%s --innodb-buffer-pool-size=8M --innodb-log-file-size=4M"
            + " --innodb-flush-log-at-trx-commit=0 --skip-name-resolve";

    /** @param command for sh; @param installing what helps if it cannot be started */
    static RealServer start(String installing, String command) throws IOException {
        String program = command.split(" ", 2)[0];
        if (!Files.exists(Path.of("/usr/bin").resolve(program)) && !Files.exists(Path.of("/usr/sbin", program))) {
            throw new IOException(program + " is needed: " + installing + ", as .ci/run does");
        }
        return new RealServer(process(List.of("sh", "-c", "exec " + command)));
    }

    private static Process process(List<String> command) throws IOException {
        return new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** A new MariaDB with one user. */
    static void mariadbData(Path directory, String user, String password) throws Exception {
        if (!Files.exists(Path.of(MARIADB))) {
            throw new IOException("MariaDB is needed: apt-get install mariadb-server-core, as .ci/run does");
        }
        Path data = Files.createDirectories(directory.resolve("data"));
        String script = "{ echo 'CREATE DATABASE mysql;'; echo 'USE mysql;'; cat /usr/share/mysql/mysql_system_tables.sql;"
                + " echo 'FLUSH PRIVILEGES;'; echo \"CREATE USER " + user + " IDENTIFIED BY '" + password + "';\"; } | "
                + MARIADB + small() + " --bootstrap --datadir='" + data + "' > '" + directory.resolve("bootstrap.log") + "' 2>&1";
        run(List.of("sh", "-c", script));
    }

    private static String small() {
        return SMALL.formatted(System.getProperty("user.name"));
    }

    static RealServer mariadb(Path directory, int port, String more) throws IOException {
        return start("apt-get install mariadb-server-core", "mariadbd" + small() + " --datadir='" + directory.resolve("data")
                + "' --bind-address=" + HOST + " --port=" + port + " --socket='" + directory.resolve("s") + "' --pid-file='"
                + directory.resolve("pid") + "' " + more);
    }

    /** A new, empty set of databases. @return its directory */
    static Path postgresData(String user, String password) throws Exception {
        String script =
                "d=$(mktemp -d) && echo " + password + " > $d/password && " + binary("initdb") + " --no-sync -A scram-sha-256 -U " + user
                        + " --pwfile=$d/password -D $d/data >&2 && echo $d";
        return Path.of(run(unprivileged("sh", "-c", script)));
    }

    static RealServer postgres(Path directory, int port, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary("postgres"), "-D", directory + "/data", "-k", directory.toString(), "-h",
                HOST, "-p", Integer.toString(port)));
        command.addAll(List.of(more));
        return new RealServer(process(unprivileged(command.toArray(String[]::new))));
    }

    /** Puts a certificate where PostgreSQL looks for one: its key has to be the server's own. */
    static void secure(Path directory, SelfSigned certificate) throws Exception {
        String script = "cat > '%1$s/data/server.key' && chmod 600 '%1$s/data/server.key'".formatted(directory);
        run(unprivileged("sh", "-c", script), Files.readString(certificate.key()));
        run(unprivileged("sh", "-c", "cat > '%s/data/server.crt'".formatted(directory)), Files.readString(certificate.cert()));
    }

    /** At its next start it asks nobody for a password who wants this database. */
    static void trustAll(Path directory, String database) throws Exception {
        String script = "cd '%s/data' && echo 'host %s all all trust' | cat - pg_hba.conf > new && mv new pg_hba.conf";
        run(unprivileged("sh", "-c", script.formatted(directory, database)));
    }

    /** At its next start it waits for another server's log. */
    static void makeReplica(Path directory) throws Exception {
        run(unprivileged("touch", directory + "/data/standby.signal"));
    }

    static void remove(Path directory) throws Exception {
        run(unprivileged("rm", "-r", directory.toString()));
    }

    /** A program of the same package as the server. */
    static String binary(String name) throws IOException {
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
        return run(command, "");
    }

    private static String run(List<String> command, String input) throws Exception {
        Process process =
                new ProcessBuilder(command).directory(Path.of("/").toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(UTF_8));
        }
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
