package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.ConfigFiles;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.config.InvalidTextException;
import io.awe4lb.kernel.config.Position;
import io.awe4lb.kernel.config.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file or directory that the configuration is written in, as it is at a moment. Known by its content alone: times and inodes differ
 * for reasons of their own where files are mounted, copied or linked.
 */
final class ConfigurationFile {

    /** More than any configuration has; the reader says so. */
    private static final int MOST_BYTES = 16 << 20;
    private static final int ATTEMPTS = 5;

    private final Path given;

    /**
     * @param given as the user named it; its text stands in findings
     */
    ConfigurationFile(Path given) {
        this.given = given;
    }

    /**
     * What was written in it at a moment.
     *
     * @param hash of the content; empty if it could not be read, which {@code result} explains
     * @param result what it means
     * @param text as one document; empty if it is not valid
     */
    record Written(Optional<String> hash, ConfigResult result, String text) {}

    /** Absolute, and otherwise as given: a link stays one, because what it leads to may be exchanged. */
    String path() {
        return given.toAbsolutePath().normalize().toString();
    }

    /** Of names and contents; empty while it cannot be read. */
    Optional<String> hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files()) {
                byte[] content = content(file);
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(5).putInt(1, content.length).array()); // no name has a zero in it
                digest.update(content);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException _) { // the reader finds out what is the matter, for people
            return Optional.empty();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    /** Reads all of it at one moment: what changes meanwhile is read again. */
    Written read(ConfigReader reader) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> before = hash();
            ConfigResult result = reader.read(given);
            Optional<String> text = result instanceof ConfigResult.Valid ? text() : Optional.of("");
            boolean isOfOneMoment =
                    before.equals(hash()) && text.isPresent() && (before.isPresent() || result instanceof ConfigResult.Invalid);
            if (isOfOneMoment) {
                return new Written(before, result, text.get());
            }
        }
        var restless = new Finding(Severity.ERROR, new Position(given.toString(), 0, 0), "", "unreadable",
                "changes while it is read: write it under another name, and rename it when it is complete");
        return new Written(Optional.empty(), new ConfigResult.Invalid(List.of(restless)), "");
    }

    private Optional<String> text() {
        try {
            return Optional.of(ConfigFiles.read(given).text());
        } catch (InvalidTextException _) { // it was valid a moment ago, so it is being written
            return Optional.empty();
        }
    }

    /** The parts of a directory are those that {@link ConfigReader} reads. */
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(given)) {
            return List.of(given);
        }
        List<Path> files = new ArrayList<>(List.of(given.resolve("awe4lb.yaml")));
        Path more = given.resolve("conf.d");
        if (Files.exists(more)) {
            try (Stream<Path> parts = Files.list(more)) {
                parts.filter(ConfigurationFile::isPart).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && name.endsWith(".yaml");
    }

    /** Of a regular file only: nothing that could block or never end. */
    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }
}
