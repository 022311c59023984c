package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code mvn package} made, as a user gets it: the zips, unpacked into directories with a space in their names. */
final class Distribution {

    /** The sources that the distribution was built from. */
    static final Path SOURCES = Path.of(property("awe4lb.root"));
    static final String VERSION = property("awe4lb.version");

    private static final Path ZIP = Path.of(property("awe4lb.zip"));
    private static final Path ZIP_WITHOUT_RUNTIME = Path.of(property("awe4lb.zip.without.runtime"));

    /** It starts the program, loads what there is of it, and compiles it: half a minute where others use the machine. */
    private static final Duration CACHE_DEADLINE = Duration.ofMinutes(3);

    /** Unpacked once for all tests, which leave it as it is. Deleted when the tests' JVM ends. */
    private static final Path HOME = unpacked();

    private Distribution() {}

    static Path home() {
        return HOME;
    }

    /** An installation of its own for a test that changes it; its files are links to the shared ones. */
    static Path copyInto(Path directory) throws IOException {
        Path copy = Files.createDirectories(directory.resolve("a copy")).resolve("awe4lb");
        try (var files = Files.walk(home())) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(home().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, file);
                }
            }
        }
        return copy;
    }

    /** The smaller zip, unpacked. */
    static Path unpackWithoutRuntime(Path directory) throws IOException {
        unpack(ZIP_WITHOUT_RUNTIME, directory);
        return directory.resolve("awe4lb-" + VERSION);
    }

    private static Path unpacked() {
        try {
            TemporaryDirectory temporary = TemporaryDirectory.create();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(temporary)));
            unpack(ZIP, temporary.path());
            Path home = temporary.path().resolve("awe4lb-" + VERSION);
            try (Awe4lb making = Launch.of(home).start("aot-cache")) { // as the README advises; so the tests take half the time
                if (making.exitCode(CACHE_DEADLINE) != 0) {
                    throw new IllegalStateException("no cache: " + making.ended());
                }
            }
            return home;
        } catch (IOException failure) {
            throw new UncheckedIOException("mvn package makes it", failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** With the permissions that stand in the zip. */
    private static void unpack(Path zip, Path directory) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"))) {
            Path root = archive.getPath("/");
            List<Path> entries;
            try (var walk = Files.walk(root)) {
                entries = walk.toList();
            }
            for (Path entry : entries) {
                Path target = directory.resolve(root.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(entry);
                    Files.setPosixFilePermissions(target, permissions);
                }
            }
        }
    }

    private static void delete(TemporaryDirectory directory) {
        try {
            directory.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("no system property " + name + ": these tests are run by 'mvn verify'");
        }
        return value;
    }
}
