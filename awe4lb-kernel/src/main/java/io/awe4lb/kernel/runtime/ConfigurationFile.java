package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.config.ConfigFiles;
import io.awe4lb.kernel.config.ConfigReader;
import io.awe4lb.kernel.config.ConfigResult;
import io.awe4lb.kernel.config.Finding;
import io.awe4lb.kernel.config.InvalidTextException;
import io.awe4lb.kernel.config.Position;
import io.awe4lb.kernel.config.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file or directory that the configuration is written in, as it is at a moment; known by its content alone. */
final class ConfigurationFile {

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
        return ConfigFiles.hash(given);
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
            return Optional.of(ConfigFiles.text(given));
        } catch (InvalidTextException _) { // it was valid a moment ago, so it is being written
            return Optional.empty();
        }
    }
}
